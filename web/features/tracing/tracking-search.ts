import { stateTexts } from '#web/i18n/state-texts.ts'
import type { InputOf } from '#web/shared/api.ts'

type Filters = Omit<InputOf<'tracing.listTraces'>, 'cursor' | 'exceptions'>
export type TrackingSearch = Filters & { view?: 'exceptions' }

export const TRACE_STATES = Object.keys(stateTexts.trace) as NonNullable<Filters['state']>[]
export const EXCEPTION_KINDS = Object.keys(stateTexts.traceException) as NonNullable<Filters['kind']>[]

export function readTrackingSearch(raw: Record<string, unknown>): TrackingSearch {
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
  const state = TRACE_STATES.find((each) => each === raw.state)
  const kind = EXCEPTION_KINDS.find((each) => each === raw.kind)
  const [shopId, carrier, waybillNumber] = [text(raw.shopId), text(raw.carrier), text(raw.waybillNumber)]
  return {
    ...(raw.view === 'exceptions' && { view: 'exceptions' }),
    ...(state && { state }),
    ...(kind && { kind }),
    ...(shopId && { shopId }),
    ...(carrier && { carrier }),
    ...(waybillNumber && { waybillNumber }),
  }
}
