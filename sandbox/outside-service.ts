/** A service beside the platforms (couriers, tracing): it answers requests below paths of its own. */
import type { IncomingMessage, ServerResponse } from 'node:http'

export type OutsideService = {
  name: string
  /** Below the sandbox's address. */
  path: string
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>
}
