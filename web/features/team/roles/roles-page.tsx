import { LockOutlined, PlusOutlined, SwapOutlined } from '@ant-design/icons'
import { getRouteApi } from '@tanstack/react-router'
import { Alert, Button, Flex, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { PageTitle } from '#web/shared/page-title.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import type { RoleRow } from '../grants/draft.ts'
import { CompareRoles } from './compare-roles.tsx'
import { type Editing, RoleEditor } from './role-editor.tsx'
import { RoleSheet } from './role-sheet.tsx'
import './roles.css'
import type { RolesSearch } from './roles-search.ts'
import { useRoles } from './use-roles.ts'

const route = getRouteApi('/shell/team/roles')
/** How many roles a comparison begins with. */
const COMPARED = 4

/** Roles as templates: what each permits, who holds it; own ones are made, changed and compared here. */
export function RolesPage() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { rows, isLoading, error, byCode } = useRoles()
  const [editing, setEditing] = useState<Editing | null>(null)
  const show = (next: RolesSearch) => void navigate({ search: next, replace: true })
  const chosen = byCode(search.role ?? '') ?? rows.find(({ isBuiltIn }) => !isBuiltIn) ?? rows[0]
  const isComparing = search.compare !== undefined
  const begin = { name: '', description: '', permissions: ['account.self' as const] }
  const actions = (
    <>
      <Button
        icon={<SwapOutlined />}
        onClick={() => show(isComparing ? {} : { compare: rows.slice(0, COMPARED).map(({ role }) => role) })}
      >
        {t(isComparing ? 'roles.back' : 'roles.compare')}
      </Button>
      {mayCall('team.createRole') && (
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing({ begin, edited: null })}>
          {t('roles.create')}
        </Button>
      )}
    </>
  )
  return (
    <>
      <PageTitle title={t('roles.title')} hint={t('roles.hint')} actions={actions} />
      {error && <Alert type="error" showIcon title={sentenceOf(error)} />}
      {isLoading && <Skeleton active />}
      {isComparing ? (
        <CompareRoles roles={rows} chosen={search.compare ?? []} onChoose={(compare) => show({ compare })} />
      ) : (
        <div className="roles">
          <RoleList roles={rows} chosen={chosen?.role} onChoose={(role) => show({ role })} />
          {chosen && <RoleSheet role={chosen} onEdit={setEditing} onGone={() => show({})} />}
        </div>
      )}
      {editing && (
        <RoleEditor
          editing={editing}
          onClose={() => setEditing(null)}
          onSaved={(role) => {
            setEditing(null)
            show({ role })
          }}
        />
      )}
    </>
  )
}

type RoleListProps = { roles: RoleRow[]; chosen: string | undefined; onChoose: (role: string) => void }

function RoleList({ roles, chosen, onChoose }: RoleListProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const isNarrow = useIsNarrow()
  const parts = [
    { name: t('roles.own'), rows: roles.filter(({ isBuiltIn }) => !isBuiltIn) },
    { name: t('roles.builtIn'), rows: roles.filter(({ isBuiltIn }) => isBuiltIn) },
  ]
  if (isNarrow)
    return (
      <Select
        value={chosen ?? null}
        aria-label={t('roles.chooseRole')}
        style={{ width: '100%' }}
        onChange={(role: string) => onChoose(role)}
        options={parts.map(({ name, rows }) => ({
          label: name,
          options: rows.map((role) => ({ value: role.role, label: role[language] })),
        }))}
      />
    )
  return (
    <aside className="role-list">
      {parts.map(({ name, rows }) => (
        <section key={name}>
          <div className="role-list-head">{name}</div>
          {rows.length === 0 && <span className="faint role-list-none">{t('roles.noOwn')}</span>}
          {rows.map((role) => (
            <button key={role.role} type="button" aria-current={role.role === chosen} onClick={() => onChoose(role.role)}>
              <Flex gap={6} align="center">
                {role[language]}
                {role.isBuiltIn && <LockOutlined className="faint" style={{ fontSize: 11 }} />}
              </Flex>
              <span className="faint">{role.useCount || ''}</span>
            </button>
          ))}
        </section>
      ))}
    </aside>
  )
}
