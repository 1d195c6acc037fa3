/** How parcels travel and who hears of it. */
import type { JourneyKind } from './journeys.ts'
import type { World } from './world.ts'

export type TraceControl = {
  /** How a parcel travels; without `kind` it goes well. */
  setJourney(waybillNumber: string, kind?: JourneyKind): void
  /** Where services that know one address per account send their traces. */
  setTraceUrl(service: string, url: string): void
  /** Sends what subscribers have not heard yet; answers how many took it. */
  sendTraces(): Promise<number>
}

export const traceControl = ({ journeys, traceCallbacks, traceUrls }: World): TraceControl => ({
  setJourney: journeys.begin,
  setTraceUrl: (service, url) => void traceUrls.set(service, url),
  sendTraces: () => traceCallbacks.send((number) => journeys.stopsOf(number).length),
})
