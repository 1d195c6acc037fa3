/** A team with a listening web server and third-party apps on it, seen from both sides: the person's browser and the app's own server. */

import type { FastifyInstance } from 'fastify'
import * as client from 'openid-client'
import type { Permission } from '#contract/permissions.ts'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { installApp } from '../operations/install-app.ts'
import { setAppUsers } from '../operations/set-app-users.ts'
import { aBrowser, type Browser } from './browser.ts'

export const REDIRECT = 'https://app.example/back'
const PASSWORD = 'a long enough password'

export type Installed = { appId: string; clientId: string; clientSecret: string | null; config: client.Configuration }
export type Person = { accountId: string; login: string; browser: Browser }
export type AppWorld = {
  t: TestTeam
  web: FastifyInstance
  url: string
  /** A person at work with these roles, signed in. */
  person(name: string, role: 'orderReviewer' | 'warehouseKeeper' | 'administrator', shopIds?: string[] | null): Promise<Person>
  install(functions: Permission[], options?: InstallOptions): Promise<Installed>
  switchOn(app: Installed, accountId: string, functions: Permission[]): Promise<void>
  stop(): Promise<void>
}
export type InstallOptions = {
  clientType?: 'public' | 'confidential'
  shopIds?: string[] | null
  installer?: { accountId: string }
  endsAt?: string | null
  agentId?: string | null
}

export async function anAppWorld(environment: Record<string, string> = {}): Promise<AppWorld> {
  const t = await aTeam({ environment: { RATE_LIMIT_PER_MINUTE: '100000', ...environment } })
  const web = await aWebServer(t.app)
  const url = (await web.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost')
  const versions = new Map<string, number>()
  return {
    t,
    web,
    url,
    async person(name, role, shopIds = null) {
      const made = await hired(t, { subName: name, name, password: PASSWORD, grants: [{ role, shopIds }] })
      const browser = aBrowser(url)
      const { status } = await browser.call('team.signIn', { login: made.login, password: PASSWORD })
      if (status !== 200) throw new Error(`could not sign in: ${status}`)
      return { ...made, browser }
    },
    async install(functions, { clientType = 'confidential', shopIds = null, installer, endsAt = null, agentId = null } = {}) {
      const wanted = {
        name: '打单助手',
        publisher: '某某软件',
        clientType,
        redirectUris: [REDIRECT],
        functions,
        shopIds,
        endsAt,
        agentId,
      }
      const app = await t.call(installer ?? 'owner', installApp, wanted)
      const auth = app.clientSecret === null ? client.None() : client.ClientSecretBasic(app.clientSecret)
      const config = await client.discovery(new URL(`${url}/oauth`), app.clientId, {}, auth, {
        execute: [client.allowInsecureRequests],
      })
      return { ...app, config }
    },
    async switchOn(app, accountId, functions) {
      const version = versions.get(app.appId) ?? 1
      const answer = await t.call('owner', setAppUsers, { appId: app.appId, version, users: [{ accountId, functions }] })
      versions.set(app.appId, answer.version)
    },
    async stop() {
      await web.close()
      await t.drop()
    },
  }
}

export type Asked = { url: URL; verifier: string; state: string; nonce: string }
/** What the app sends the person's browser to. */
export async function ask(app: Installed, scope: string, more: Record<string, string> = {}): Promise<Asked> {
  const verifier = client.randomPKCECodeVerifier()
  const [state, nonce] = [client.randomState(), client.randomNonce()]
  const url = client.buildAuthorizationUrl(app.config, {
    redirect_uri: REDIRECT,
    scope,
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  })
  return { url, verifier, state, nonce }
}

/** The visit's id once the browser has been sent to our consent page. */
export async function visit(browser: Browser, url: URL): Promise<string> {
  const answer = await browser.get(url)
  const to = answer.headers.get('location') ?? ''
  const id = /^\/consent\/(.+)$/.exec(to)?.[1]
  if (id === undefined) throw new Error(`no consent page: ${answer.status} ${to} ${await answer.text()}`)
  return id
}

/** Agrees in the person's browser; answers the address the browser is sent back to. */
export async function agree(browser: Browser, visitId: string): Promise<URL> {
  const decided = await browser.call<{ goTo: string }>('apps.decideConsent', { visitId, agree: true })
  if (decided.status !== 200) throw new Error(`not agreed: ${decided.body.error?.code}`)
  const back = await browser.get(decided.body.goTo)
  return new URL(back.headers.get('location') ?? `about:${back.status}`)
}

/** The whole way from the app through the person's browser back to tokens. */
export async function authorise(app: Installed, person: Person, scope: string) {
  const asked = await ask(app, scope)
  const back = await agree(person.browser, await visit(person.browser, asked.url))
  const checks = { pkceCodeVerifier: asked.verifier, expectedState: asked.state, expectedNonce: asked.nonce }
  return { asked, back, checks, tokens: await client.authorizationCodeGrant(app.config, back, checks) }
}
