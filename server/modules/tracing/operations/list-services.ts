import { tracing } from '#contract/tracing.ts'
import { query } from '#kernel/operation.ts'
import { tracingServices } from '#server/carriers/trackers.ts'
import { pushAddress } from '../push-address.ts'
import { boundServices } from '../service-store.ts'

export const listServices = query({
  name: 'tracing.listServices',
  ...tracing.listServices,
  summary: 'The services that tell where parcels are, and which of them are bound.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  errors: [],
  async run(reader, _input, actor, { config }) {
    const bound = new Map((await boundServices(reader)).map((each) => [each.service, each]))
    return {
      rows: tracingServices.map((service) => {
        const { tracker, zh, en, carriers, fields, secretInAddress } = service
        const { version = 0, problem = '', waitUntil = null } = bound.get(tracker.service) ?? {}
        const url = version === 0 || secretInAddress ? undefined : pushAddress(config, service, actor.merchantId, {})
        return {
          ...{ service: tracker.service, zh, en, carriers: carriers && [...carriers], fields: [...fields] },
          ...{ version, problem, waitUntil, pushUrl: url ?? null },
        }
      }),
    }
  },
})
