import { apps } from '#contract/apps.ts'
import { query } from '#kernel/operation.ts'
import { accountNames } from '#modules/team/public.ts'
import { apiTokens, withMaker } from '../token-store.ts'

export const listAllTokens = query({
  name: 'apps.listAllTokens',
  ...apps.listAllTokens,
  summary: 'Tokens of everybody, with who made them.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  errors: [],
  async run(reader) {
    const rows = await apiTokens(reader, null)
    const names = await accountNames(reader, [...new Set(rows.map((row) => row.accountId))])
    return { rows: rows.map((row) => withMaker(row, names)) }
  },
})
