import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { lockApp, setSecretHash } from '../app-store.ts'
import { hashSecret, newSecret } from '../secrets.ts'

export const newClientSecret = command({
  name: 'apps.newClientSecret',
  ...apps.newClientSecret,
  summary: 'Makes a new secret for a confidential app, shown this once; the old one is void at once.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  stepUp: true,
  audit: ({ appId }) => ({ objects: [{ kind: 'app', id: appId }] }),
  errors: [errors.notFound],
  async run(tx, { appId }) {
    const app = await lockApp(tx, appId)
    if (app?.client_type !== 'confidential') return fail(errors.notFound)
    const clientSecret = newSecret('zgs', tx.merchantId)
    await setSecretHash(tx, appId, hashSecret(clientSecret))
    return { clientSecret }
  },
})
