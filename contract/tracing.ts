import { z } from 'zod'
import { PARCEL_STATES, TRACE_EXCEPTIONS } from './closed-lists.ts'
import { bulkResult, cursor, idBatch, moment, noteText, nothing, pageOf, shape, shortText, uuid } from './operation.ts'

const state = z.enum(PARCEL_STATES)
const exceptionKind = z.enum(TRACE_EXCEPTIONS)
const traceRow = z.object({
  traceId: uuid,
  parcelId: uuid,
  parcelNumber: z.string(),
  shopName: z.string(),
  carrier: z.string(),
  carrierName: z.string(),
  waybillNumber: z.string(),
  shippedAt: moment,
  state,
  lastEventAt: moment.nullable(),
  lastText: z.string(),
  /** What is to be looked after, while it is. */
  exception: z.object({ exceptionId: uuid, kind: exceptionKind, raisedAt: moment }).nullable(),
  /** Why it cannot be followed at present, '' = it is. */
  problem: z.string(),
  /** The parcel goes on under another number. */
  isReplaced: z.boolean(),
})
export type TraceRow = z.infer<typeof traceRow>
const traceEvent = z.object({ at: moment, text: z.string(), place: z.string(), state: state.nullable() })
const tracePage = traceRow.extend({
  /** Latest first. */
  events: z.array(traceEvent),
  /** Latest first; `closedBy` '' with a time: the parcel moved on by itself. */
  exceptions: z.array(
    z.object({
      kind: exceptionKind,
      raisedAt: moment,
      closedAt: moment.nullable(),
      closedBy: z.string(),
      note: z.string(),
    }),
  ),
})
export type TracePage = z.infer<typeof tracePage>
const serviceRow = z.object({
  service: z.string(),
  zh: z.string(),
  en: z.string(),
  /** Of our codes; null = all. */
  carriers: z.array(z.string()).nullable(),
  fields: z.array(z.object({ name: z.string(), zh: z.string(), en: z.string(), secret: z.boolean(), optional: z.boolean() })),
  /** 0 = it is not bound. */
  version: z.number().int(),
  problem: z.string(),
  waitUntil: moment.nullable(),
  /** What is to be written into its console; null = nothing, or it holds a secret and was shown when it was bound. */
  pushUrl: z.string().nullable(),
})
export type TracingServiceRow = z.infer<typeof serviceRow>

export const tracing = {
  /** Latest shipped first; with `exceptions` those that somebody has to look after, latest raised first. */
  listTraces: shape(
    {
      exceptions: z.boolean().optional(),
      kind: exceptionKind.optional(),
      state: state.optional(),
      shopId: uuid.optional(),
      carrier: shortText.optional(),
      /** The whole number. */
      waybillNumber: shortText.optional(),
      cursor: cursor.optional(),
    },
    pageOf(traceRow),
  ),
  countExceptions: shape({}, z.object({ total: z.number().int(), kinds: z.partialRecord(exceptionKind, z.number().int()) })),
  /** How a parcel travelled; none = it has not left, or left without a number. */
  readParcelTrace: shape({ parcelId: uuid }, z.object({ rows: z.array(tracePage) })),
  closeExceptions: shape({ exceptionIds: idBatch, note: noteText.min(1) }, bulkResult),
  listServices: shape({}, z.object({ rows: z.array(serviceRow) })),
  /** `version` 0 = it is bound for the first time; later fields that are left empty stay as they are. The address is told once. */
  bindService: shape(
    {
      service: z.string().max(40),
      version: z.number().int().min(0),
      credentials: z.record(z.string().max(40), z.string().max(500)),
    },
    z.object({ version: z.number().int(), pushUrl: z.string().nullable() }),
  ),
  /** Parcels are followed no longer by it; what is known of them stays. */
  unbindService: shape({ service: z.string().max(40), version: z.number().int() }, nothing),
}
