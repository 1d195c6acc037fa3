import type { Module } from '#kernel/module.ts'
import { decideConsent } from './operations/decide-consent.ts'
import { installApp } from './operations/install-app.ts'
import { readConsent } from './operations/read-consent.ts'
import { setAppUsers } from './operations/set-app-users.ts'

export const appsModule: Module = {
  name: 'apps',
  operations: [installApp, setAppUsers, readConsent, decideConsent],
}
