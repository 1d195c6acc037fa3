import { randomBytes } from 'node:crypto'
import { errors } from '#contract/errors.ts'
import { tracing } from '#contract/tracing.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { requiredAccount } from '#modules/fulfilment/public.ts'
import { tracingServiceNamed } from '#server/carriers/trackers.ts'
import { pushAddress } from '../push-address.ts'
import { askSoon, boundServices, saveService } from '../service-store.ts'
import { followedSince } from '../trace-rules.ts'
import { askRequest } from '../tracing-requests.ts'

export const bindService = command({
  name: 'tracing.bindService',
  ...tracing.bindService,
  summary:
    'Binds an account at a tracing service, or changes what is kept of it; parcels on their way are followed from then on.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ service }) => ({ objects: [], details: { service } }),
  errors: [errors.invalidInput, errors.stale],
  answersSecret: true,
  async run(tx, { service: name, version, credentials }, actor, { now, world, enqueue }) {
    const service = tracingServiceNamed(name) ?? fail(errors.invalidInput, { field: 'service', reason: 'unknown' })
    const { vault, config } = world
    const bound = (await boundServices(tx)).find((each) => each.service === name)
    const kept = bound ? (JSON.parse(vault.open(actor.merchantId, bound.sealed)) as Record<string, string>) : ours()
    const given = Object.fromEntries(Object.entries(credentials).filter(([, value]) => value.trim() !== ''))
    const known = { ...kept, ...requiredAccount(service.fields, { ...kept, ...given }) }
    if (!(await saveService(tx, name, vault.seal(actor.merchantId, JSON.stringify(known)), version)))
      return fail(errors.stale, { changed: service.zh })
    await askSoon(tx, followedSince(now), now)
    enqueue(askRequest)
    return { version: version + 1, pushUrl: pushAddress(config, service, actor.merchantId, known) ?? null }
  },
})

/** What we choose ourselves, so that pushes can be told from forged ones. */
const ours = () => ({ salt: randomBytes(16).toString('hex'), pushSecret: randomBytes(16).toString('hex') })
