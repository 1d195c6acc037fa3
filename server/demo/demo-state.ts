/** What the demo must remember between starts, beside its database: demo.json in the home, readable by its owner only. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type BuiltInRole, builtInRoles } from '#contract/permissions.ts'

export type DemoLogin = { login: string; password: string; role: BuiltInRole | 'owner' }
export type DemoState = {
  ownerPassword: string
  staff: { subName: string; name: string; role: BuiltInRole; password: string }[]
  /** Printers are known by address, so the sandbox comes back on the same port. */
  sandboxPort: number
  /** Set when the demo merchant is complete; a start that was killed before goes on where it stopped. */
  merchantId: string | null
}

export const DEMO_OWNER = '云上优选'
const STAFF: [string, string, BuiltInRole][] = [
  ['admin', '周管理', 'administrator'],
  ['super', '郑主管', 'supervisor'],
  ['review', '王审单', 'orderReviewer'],
  ['ware', '李仓管', 'warehouseKeeper'],
  ['service', '陈客服', 'inSaleService'],
  ['market', '林推广', 'marketer'],
  ['design', '何美工', 'designer'],
]

const password = (): string => `demo-${randomBytes(6).toString('base64url')}`
const fileOf = (home: string): string => path.join(home, 'demo.json')

export function readDemoState(home: string): DemoState | undefined {
  const file = fileOf(home)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoState) : undefined
}

export function writeDemoState(home: string, state: DemoState): void {
  writeFileSync(fileOf(home), `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
}

export const newDemoState = (sandboxPort: number): DemoState => ({
  ownerPassword: password(),
  staff: STAFF.map(([subName, name, role]) => ({ subName, name, role, password: password() })),
  sandboxPort,
  merchantId: null,
})

/** The sign-in names offered on the demo's sign-in page. */
export const demoLogins = (state: DemoState): DemoLogin[] => [
  { login: DEMO_OWNER, password: state.ownerPassword, role: 'owner' },
  ...state.staff.map(({ subName, password: secret, role }) => ({ login: `${DEMO_OWNER}:${subName}`, password: secret, role })),
]
export const roleNameOf = (role: DemoLogin['role']): string => (role === 'owner' ? '主账号' : builtInRoles[role].zh)
