import type { webhookAttempts, webhookDeliveries, webhookEndpoints } from './tables.ts'

export type EndpointRow = typeof webhookEndpoints.$inferSelect
export type AttemptRow = typeof webhookAttempts.$inferSelect
export type DeliveryRow = typeof webhookDeliveries.$inferSelect & { readonly eventType: string }
