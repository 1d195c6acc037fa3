/** The real web server on a test app, without a port: `inject` requests into it, or `listen` for sockets and browsers. */
import path from 'node:path'
import { createWebServer } from '#kernel/http.ts'
import { mcpMount } from '#kernel/mcp.ts'
import { bearerCaller } from '#modules/apps/bearer.ts'
import { oauthMount } from '#modules/apps/oauth/oauth-mount.ts'
import { downloadMount } from '#modules/files/download-mount.ts'
import { addFile } from '#modules/files/operations/add-file.ts'
import { readFile } from '#modules/files/operations/read-file.ts'
import { sessionCaller } from '#modules/team/identity.ts'
import { ACCOUNT_CHANGED } from '#modules/team/team-events.ts'
import type { App } from '#server/app.ts'

const builtWeb = path.join(import.meta.dirname, '..', '..', 'dist', 'web')

export const aWebServer = (app: App, webFolder = builtWeb) =>
  createWebServer({
    kernel: app.kernel,
    operations: app.operations,
    routes: app.routes,
    documents: app.documents,
    rawRoutes: app.rawRoutes,
    callerOf: sessionCaller,
    callerOfBearer: bearerCaller,
    onTokenUsed: () => undefined,
    mounts: [
      downloadMount(app.kernel),
      oauthMount(app.kernel),
      mcpMount({ kernel: app.kernel, operations: app.operations, issuer: (base) => `${base}/oauth` }),
    ],
    recheckSocketsOn: ACCOUNT_CHANGED,
    addFile: addFile as never,
    readFile: readFile as never,
    webFolder,
  })
