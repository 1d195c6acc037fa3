import { apps } from '#contract/apps.ts'
import { query } from '#kernel/operation.ts'
import { apiTokens } from '../token-store.ts'

export const listOwnTokens = query({
  name: 'apps.listOwnTokens',
  ...apps.listOwnTokens,
  summary: 'Tokens I made, with their rights, end and last use.',
  access: { permission: 'account.self', scope: 'shared' },
  errors: [],
  async run(reader, _input, actor) {
    const rows = await apiTokens(reader, actor.accountId)
    return { rows: rows.map(({ accountId: _mine, ...row }) => row) }
  },
})
