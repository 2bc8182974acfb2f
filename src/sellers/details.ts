import type Type from 'typebox'
import { requireCurrency } from '../core/currency.ts'
import type { SellerChanges } from './queries.ts'
import type { sellerDetails } from './schema.ts'

type Details = Partial<Type.Static<Type.TObject<typeof sellerDetails>>> & { currency?: string }

/** What a request states about a seller, as columns; absent members are left out. */
export function changesOf(details: Details): SellerChanges {
  if (details.currency !== undefined) requireCurrency(details.currency)
  const changes: SellerChanges = {}
  if (details.description !== undefined) changes.description = details.description
  if (details.country !== undefined) changes.country = details.country
  if (details.currency !== undefined) changes.currency = details.currency
  if (details.languages !== undefined) changes.languages = details.languages
  if (details.website !== undefined) changes.website = details.website
  if (details.contactEmail !== undefined) changes.contact_email = details.contactEmail
  if (details.identity !== undefined) changes.identity = details.identity
  if (details.acceptanceHours !== undefined) changes.acceptance_hours = details.acceptanceHours
  if (details.isAutoAccepting !== undefined) changes.is_auto_accepting = details.isAutoAccepting
  if (details.handlingDays !== undefined) changes.handling_days = details.handlingDays
  return changes
}
