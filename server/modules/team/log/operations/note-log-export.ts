import { errors } from '#contract/errors.ts'
import { log } from '#contract/log.ts'
import { command } from '#kernel/operation.ts'

export const noteLogExport = command({
  name: 'team.noteLogExport',
  ...log.noteLogExport,
  summary: 'Notes in the log that the whole log is taken out (npx zhanggui export-log does so before it writes the first line).',
  access: { permission: 'log.view', scope: 'merchant' },
  stepUp: true,
  audit: () => ({ kind: 'export', objects: [], details: { of: 'log' } }),
  errors: [errors.stepUpRequired],
  run: async () => ({}),
})
