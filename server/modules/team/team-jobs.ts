import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import { dropExpiredSeats } from './seats/operations/drop-expired-seats.ts'

export const dropSeatsJob: JobHandler = {
  kind: 'team.dropExpiredSeats',
  actor: 'seats',
  permissions: ['system.jobs'],
  maxAttempts: 5,
  backoffMs: exponentialBackoff(10_000, 600_000),
  run: async (_payload, context) => void (await context.call(dropExpiredSeats, {})),
}
