import { PlusOutlined } from '@ant-design/icons'
import { getRouteApi } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { useSelection } from '#web/shared/use-selection.ts'
import { DepartmentHead } from '../departments/department-head.tsx'
import { DepartmentPanel } from '../departments/department-panel.tsx'
import { DepartmentSelect } from '../departments/department-select.tsx'
import { useDepartments } from '../departments/use-departments.ts'
import { InviteButton } from '../invitations/invite-button.tsx'
import './people.css'
import { PeopleBulk } from './people-bulk.tsx'
import { PersonCard, usePeopleColumns } from './people-columns.tsx'
import { PeopleFilters } from './people-filters.tsx'
import { inputOf, NO_DEPARTMENT, type PeopleSearch, withoutEmpty } from './people-search.ts'
import { usePeopleWords } from './people-words.ts'
import { SeatsBar } from './seats-bar.tsx'

const CreatePerson = lazy(async () => ({ default: (await import('./create-person.tsx')).CreatePerson }))
const PersonDrawer = lazy(async () => ({ default: (await import('./person-drawer.tsx')).PersonDrawer }))
const route = getRouteApi('/shell/team')

/** Everybody who works here: by department, with what they may do and where. */
export function PeoplePage() {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const { byId } = useDepartments()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const show = (next: PeopleSearch) => void navigate({ search: next, replace: true })
  const chooseDepartment = (department: string | undefined) => show(withoutEmpty({ ...search, department }))
  const department = byId(search.department)
  // Fetched with the first person that is opened, and then kept, so that it can close at its own pace.
  const [wasOpened, setOpened] = useState(false)
  if (search.person !== undefined && !wasOpened) setOpened(true)
  return (
    <>
      <PageTitle
        title={t('people.title')}
        hint={isNarrow ? null : t('people.hint')}
        actions={<HireActs department={search.department} />}
      />
      <SeatsBar />
      <div className="people">
        {isNarrow ? (
          <DepartmentSelect
            value={search.department === NO_DEPARTMENT ? null : (search.department ?? null)}
            placeholder={t('people.everybody')}
            onChange={(chosen) => chooseDepartment(chosen ?? undefined)}
          />
        ) : (
          <DepartmentPanel chosen={search.department} onChoose={chooseDepartment} />
        )}
        <div className="people-list">
          {department && <DepartmentHead department={department} onGone={() => chooseDepartment(undefined)} />}
          <PeopleFilters search={search} onChange={show} />
          <PeopleTable search={search} onShow={show} />
        </div>
      </div>
      <Suspense fallback={null}>
        {wasOpened && (
          <PersonDrawer
            accountId={search.person}
            tab={search.tab ?? 'overview'}
            onTab={(tab) => show({ ...search, tab })}
            onClose={() => show(withoutEmpty({ ...search, person: undefined, tab: undefined }))}
          />
        )}
      </Suspense>
    </>
  )
}

/** The ways somebody joins the team. */
function HireActs({ department }: { department: string | undefined }) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const { byId } = useDepartments()
  const [isCreating, setCreating] = useState(false)
  if (!mayCall('team.createStaff')) return null
  const chosen = byId(department)
  const departmentId = chosen?.isManaged ? chosen.departmentId : null
  return (
    <>
      <Button icon={<PlusOutlined />} onClick={() => setCreating(true)}>
        {t('people.create')}
      </Button>
      <Suspense fallback={null}>
        {isCreating && <CreatePerson departmentId={departmentId} onClose={() => setCreating(false)} />}
      </Suspense>
      <InviteButton departmentId={departmentId} />
    </>
  )
}

function PeopleTable({ search, onShow }: { search: PeopleSearch; onShow: (search: PeopleSearch) => void }) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const people = useOperationPages('team.listStaff', inputOf(search), { live: 15_000 })
  const words = usePeopleWords()
  const columns = usePeopleColumns(words)
  const selection = useSelection()
  return (
    <>
      <DataTable
        rows={people.rows}
        rowKey="accountId"
        columns={columns}
        card={(row) => <PersonCard row={row} words={words} />}
        list={{ ...people, isLoading: people.isLoading || !words.isReady }}
        empty={{ title: t('people.empty'), hint: t('people.emptyHint') }}
        {...(mayCall('team.freezeStaff') && { selection })}
        onOpen={(row) => onShow({ ...search, person: row.accountId })}
      />
      <PeopleBulk selection={selection} rows={people.rows} />
    </>
  )
}
