import { App, Button, Checkbox, Flex, Input, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppPage } from '#contract/apps.ts'
import type { Permission } from '#contract/permissions.ts'
import { useMayCall } from '#web/app/session.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { useFunctionNames } from './function-names.ts'

type Person = {
  accountId: string
  name: string
  login: string
  was: Permission[]
  consentCount: number
  lastUsedAt: string | null
}
type Changes = Record<string, Permission[]>

/** Who may use which functions of an app: a row a person, a column a function. */
export function UserMatrix({ app }: { app: AppPage }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [changes, setChanges] = useState<Changes>({})
  const [filter, setFilter] = useState({ search: '', onlyOn: false })
  const people = usePeople(app)
  const save = useCommand('apps.setAppUsers', {
    onDone: () => {
      setChanges({})
      void message.success(t('apps.matrix.saved'))
    },
  })
  const now = (person: Person): Permission[] => changes[person.accountId] ?? person.was
  const put = (person: Person, functions: Permission[]) => {
    const { [person.accountId]: _before, ...rest } = changes
    setChanges(isSame(functions, person.was) ? rest : { ...rest, [person.accountId]: functions })
  }
  const shown = people.filter(
    (person) =>
      `${person.name} ${person.login}`.toLowerCase().includes(filter.search.toLowerCase()) &&
      (!filter.onlyOn || now(person).length > 0),
  )
  const columns = useColumns(app, now, put)
  const users = Object.entries(changes).map(([accountId, functions]) => ({ accountId, functions }))
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="center" gap={12} wrap>
        <Flex gap={12} align="center" wrap>
          <Input.Search
            allowClear
            placeholder={t('apps.matrix.search')}
            style={{ width: 220 }}
            onChange={(event) => setFilter({ ...filter, search: event.target.value })}
          />
          <Checkbox checked={filter.onlyOn} onChange={(event) => setFilter({ ...filter, onlyOn: event.target.checked })}>
            {t('apps.matrix.onlyOn')}
          </Checkbox>
          <span className="faint">{t('apps.matrix.hint')}</span>
        </Flex>
        <Flex gap={8} align="center">
          {users.length > 0 && <span className="warn">{t('apps.matrix.changed', { n: users.length })}</span>}
          <Button
            type="primary"
            disabled={users.length === 0}
            loading={save.isPending}
            onClick={() => save.mutate({ appId: app.appId, version: app.version, users })}
          >
            {t('apps.matrix.save')}
          </Button>
        </Flex>
      </Flex>
      {shown.length === 0 ? (
        <EmptyList title={t('apps.matrix.none')} />
      ) : (
        <Table<Person>
          className="data-table user-matrix"
          size="middle"
          rowKey="accountId"
          columns={columns}
          dataSource={shown}
          pagination={shown.length > 100 ? { pageSize: 100 } : false}
          scroll={{ x: 'max-content' }}
        />
      )}
    </Flex>
  )
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((code) => b.includes(code))

/** Everybody at work, and whoever it is on for already. */
function usePeople(app: AppPage): Person[] {
  const mayCall = useMayCall()
  const staff = useOperation('team.listStaff', { states: ['active'] }, { enabled: mayCall('team.listStaff'), staleMs: 30_000 })
  const known = new Map(app.users.map((user) => [user.accountId, user]))
  const working = (staff.data?.rows ?? []).map(({ accountId, name, login }) => ({ accountId, name, login }))
  const others = app.users
    .filter((user) => !working.some(({ accountId }) => accountId === user.accountId))
    .map(({ accountId, name }) => ({ accountId, name, login: '' }))
  return [...working, ...others].map((person) => {
    const user = known.get(person.accountId)
    return {
      ...person,
      was: user?.functions ?? [],
      consentCount: user?.consentCount ?? 0,
      lastUsedAt: user?.lastUsedAt ?? null,
    }
  })
}

function useColumns(
  app: AppPage,
  now: (person: Person) => Permission[],
  put: (person: Person, functions: Permission[]) => void,
): TableColumnsType<Person> {
  const { t } = useTranslation()
  const { nameOf } = useFunctionNames()
  const toggle = (person: Person, code: Permission, isOn: boolean) =>
    put(person, isOn ? [...now(person), code] : now(person).filter((each) => each !== code))
  return [
    {
      title: t('apps.matrix.person'),
      width: 190,
      fixed: 'left',
      render: (_, person) => (
        <Flex vertical>
          <strong>{person.name}</strong>
          <span className="faint">{person.login}</span>
        </Flex>
      ),
    },
    {
      title: t('apps.matrix.all'),
      width: 70,
      align: 'center',
      render: (_, person) => {
        const count = now(person).length
        return (
          <Checkbox
            aria-label={`${person.name} ${t('apps.matrix.all')}`}
            checked={count === app.functions.length}
            indeterminate={count > 0 && count < app.functions.length}
            onChange={(event) => put(person, event.target.checked ? [...app.functions] : [])}
          />
        )
      },
    },
    ...app.functions.map((code) => ({
      title: nameOf(code),
      key: code,
      width: 110,
      align: 'center' as const,
      className: 'function-head',
      render: (_: unknown, person: Person) => (
        <Checkbox
          aria-label={`${person.name} ${nameOf(code)}`}
          checked={now(person).includes(code)}
          onChange={(event) => toggle(person, code, event.target.checked)}
        />
      ),
    })),
    {
      title: t('apps.matrix.lastUsed'),
      width: 140,
      render: (_, person) =>
        person.lastUsedAt ? (
          <Moment at={person.lastUsedAt} />
        ) : (
          <span className="faint">{person.consentCount > 0 ? t('apps.matrix.agreed') : t('apps.matrix.notYet')}</span>
        ),
    },
  ]
}
