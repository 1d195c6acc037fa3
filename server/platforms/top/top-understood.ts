/** Rows of a service that cannot be read end its call with a failure that names the row; only orders and after-sales are quarantined. */
import { PlatformFailure, UnreadableOrder } from '#server/platforms/platform.ts'

export function understood<T>(row: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof UnreadableOrder)) throw error
    throw new PlatformFailure('refused', 'row-unreadable', `${row}: ${error.message}`)
  }
}
