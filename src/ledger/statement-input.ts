import Type from 'typebox'
import { Currency, Enum, Id, Timestamp } from '../core/schema.ts'
import { statementHolders } from './statement.ts'

/** Which account over which period: the inputs of every statement. */
export const statementInput = {
  currency: Currency,
  from: Type.Unsafe<string>({ ...Timestamp, description: 'Begin of the period, included.' }),
  to: Type.Unsafe<string>({ ...Timestamp, description: 'End of the period, not included.' }),
  holder: Type.Optional(
    Enum(statementHolders, {
      $id: 'StatementHolder',
      description:
        'A wallet, or what is owed to a seller. Keys made for a seller see the seller unless told otherwise.',
    }),
  ),
  accountId: Type.Optional(Id('account')),
  sellerId: Type.Optional(Id('seller')),
}
