import type { Module } from '#kernel/module.ts'
import { bindService } from './operations/bind-service.ts'
import { closeExceptions } from './operations/close-exceptions.ts'
import { countExceptions } from './operations/count-exceptions.ts'
import { followParcels } from './operations/follow-parcels.ts'
import { listDueTraces } from './operations/list-due-traces.ts'
import { listServices } from './operations/list-services.ts'
import { listTraces } from './operations/list-traces.ts'
import { raiseStuck } from './operations/raise-stuck.ts'
import { readParcelTrace } from './operations/read-parcel-trace.ts'
import { receiveTraces } from './operations/receive-traces.ts'
import { recordTraces } from './operations/record-traces.ts'
import { unbindService } from './operations/unbind-service.ts'
import { exceptionRows } from './row-kind-views.ts'
import { traceRoutes } from './trace-routes.ts'
import { askJob, followParcelsJob, recordPushedJob, watchJob } from './tracing-jobs.ts'

export const tracingModule: Module = {
  name: 'tracing',
  operations: [
    ...[listTraces, countExceptions, readParcelTrace, closeExceptions, listServices, bindService, unbindService],
    ...[receiveTraces, followParcels, listDueTraces, recordTraces, raiseStuck],
  ],
  jobs: [followParcelsJob, askJob, recordPushedJob, watchJob],
  reactions: [
    { on: 'fulfilment.parcelsShipped', toJob: ({ ids }) => ({ kind: 'tracing.followParcels', payload: { parcelIds: ids } }) },
    { on: 'fulfilment.numbersChanged', toJob: ({ ids }) => ({ kind: 'tracing.followParcels', payload: { parcelIds: ids } }) },
  ],
  recurring: [{ kind: 'tracing.watch', everyMs: 300_000 }],
  rowKinds: [exceptionRows],
  rawRoutes: traceRoutes,
}
