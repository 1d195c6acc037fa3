/** Having a shop's changes put into the app's queue (TMC). */
import { createHash } from 'node:crypto'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import { callTop } from '#server/platforms/top/top-call.ts'

/** Without `topics` the shop has all that the app has subscribed to, as the platform advises. */
async function permit(connection: Connection): Promise<void> {
  await callTop(connection, { method: 'taobao.tmc.user.permit', params: {}, canRepeat: true })
}

/** For tokens just granted: a failure must not lose them, and without the queue the regular reading still brings everything. */
export async function permitIfPossible(connection: Connection): Promise<void> {
  try {
    await permit(connection)
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error
  }
}

/** Sessions of this process that were permitted or refused; tokens are known by their digest only. */
const known = new Set<string>()
const MOST_KNOWN = 10_000

/** For a shop that was connected before, or whose first attempt failed: once for each session and process. */
export async function permitOnce(connection: Connection): Promise<void> {
  const key = createHash('sha256').update(`${connection.gatewayUrl} ${connection.accessToken}`).digest('base64')
  if (connection.accessToken === '' || known.has(key)) return
  try {
    await permit(connection)
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error
    if (error.kind !== 'refused' && error.kind !== 'our_fault') return
  }
  if (known.size >= MOST_KNOWN) known.clear()
  known.add(key)
}
