/** The GraphQL door over the list of operations. */
export { type GraphqlDoor, registerGraphql } from './door.ts'
