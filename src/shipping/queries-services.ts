import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import { shippingRates, shippingServices } from './tables.ts'

type ServiceRow = typeof shippingServices.$inferSelect
type RateRow = typeof shippingRates.$inferSelect

export type ServiceInput = Pick<
  ServiceRow,
  | 'carrier'
  | 'name'
  | 'shipFrom'
  | 'handlingDays'
  | 'isTracked'
  | 'incoterm'
  | 'acceptedRestrictions'
> & { rates: Omit<RateRow, 'id' | 'serviceId'>[] }

export type ServiceWithRates = ServiceRow & { rates: RateRow[] }

const ownedBy = (sellerId: string | null) =>
  sellerId === null ? isNull(shippingServices.sellerId) : eq(shippingServices.sellerId, sellerId)

/** Services of a seller (null: the platform's) by code, from after a code on. */
export async function selectServices(
  { orm }: Tx,
  sellerId: string | null,
  limit: number,
  after = '',
): Promise<ServiceWithRates[]> {
  const services = await orm
    .select()
    .from(shippingServices)
    .where(and(ownedBy(sellerId), gt(shippingServices.code, after)))
    .orderBy(asc(shippingServices.code))
    .limit(limit)
  const found = services.map(({ id }) => id)
  const rates =
    found.length === 0
      ? []
      : await orm
          .select()
          .from(shippingRates)
          .where(inArray(shippingRates.serviceId, found))
          .orderBy(asc(shippingRates.id))
  return services.map((service) => ({
    ...service,
    rates: rates.filter((rate) => rate.serviceId === service.id),
  }))
}

/** Writes a service and all its rates, replacing what was there under the code. */
export async function upsertService(
  { orm }: Tx,
  sellerId: string | null,
  code: string,
  { rates, ...service }: ServiceInput,
  now: Date,
): Promise<ServiceWithRates> {
  const [row] = await orm
    .insert(shippingServices)
    .values({ id: newId(), sellerId, code, ...service, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({
      target: [shippingServices.sellerId, shippingServices.code],
      set: { ...service, updatedAt: now },
    })
    .returning()
  const serviceId = row!.id
  await orm.delete(shippingRates).where(eq(shippingRates.serviceId, serviceId))
  const written = await orm
    .insert(shippingRates)
    .values(rates.map((rate) => ({ ...rate, id: newId(), serviceId })))
    .returning()
  return { ...row!, rates: written }
}

/** Removes a service with its rates; answers whether there was one. */
export async function deleteServiceRow(
  { orm }: Tx,
  sellerId: string | null,
  code: string,
): Promise<boolean> {
  const rows = await orm
    .delete(shippingServices)
    .where(and(ownedBy(sellerId), eq(shippingServices.code, code)))
    .returning({ id: shippingServices.id })
  return rows.length > 0
}
