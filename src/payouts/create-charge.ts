import Type from 'typebox'
import { ApiError, invalidField } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { Currency, Id } from '../core/schema.ts'
import { findChargePrice } from '../ledger/index.ts'
import { lockSeller, ownSeller } from '../sellers/index.ts'
import { buy } from './buy.ts'
import { Charge, ChargeSource, chargeOf } from './schema.ts'

export const createCharge = defineOperation({
  name: 'createCharge',
  tag: 'payouts',
  summary: 'Buy a plan, a promotion or a service',
  description: [
    'Something of the price list (`listChargePrices`) for a seller, paid from its earnings or from its account’s wallet.',
    'A plan that runs already is prolonged. At the end of its period it is bought again at the price of that day, from the same source, unless `isRenewing` is false or `stopChargeRenewal` was called; where the money does not suffice it ends with the event `plan.expired`.',
  ].join('\n'),
  http: 'POST /v1/charges',
  status: 201,
  scope: 'sellers:write',
  input: Type.Object(
    {
      sellerId: Id('seller'),
      code: Type.String({ maxLength: 40, examples: ['premium-month'] }),
      quantity: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 1 })),
      currency: Type.Optional(Currency),
      payFrom: Type.Optional(ChargeSource),
      isRenewing: Type.Optional(
        Type.Boolean({ default: true, description: 'For plans: buy it again when it ends.' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: Charge,
  errors: ['not_found', 'forbidden', 'conflict', 'insufficient_funds'],
  idempotency: 'required',
  async handle({ db, caller, now }, { sellerId, isRenewing = true, ...wish }) {
    if (caller.mode === 'test') {
      throw new ApiError('forbidden', 'Sellers are real in both worlds: buy with a live key.')
    }
    const seller = (await lockSeller(db, (await ownSeller(db, caller, sellerId)).id))!
    const { code, quantity = 1, currency = seller.currency, payFrom = 'earnings' } = wish
    const price = await findChargePrice(db, code, currency, now)
    if (price === undefined) {
      const message = `There is no ${code} for sale in ${currency}: see the price list.`
      throw invalidField('#/code', 'not_found', message)
    }
    const bought = { price, quantity, paidFrom: payFrom, isRenewing, from: now }
    return chargeOf(await buy(db, seller, bought, now))
  },
})
