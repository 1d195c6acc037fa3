import { PlusOutlined } from '@ant-design/icons'
import { Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { useMay } from '#web/app/session.ts'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { DataTable } from '#web/shared/data-table.tsx'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { useSelection } from '#web/shared/use-selection.ts'
import { CreateStaffDialog } from './create-staff-dialog.tsx'
import { StaffCard, useStaffColumns } from './staff-columns.tsx'
import { StaffDrawer } from './staff-drawer.tsx'

type Filters = { search?: string; states?: StaffRow['state'][] }

export function StaffPage() {
  const { t } = useTranslation()
  const may = useMay()
  const [filters, setFilters] = useState<Filters>({})
  const [opened, setOpened] = useState<string | null>(null)
  const [isCreating, setCreating] = useState(false)
  const staff = useOperation('team.listStaff', filters, { live: 15_000 })
  const rows = staff.data?.rows ?? []
  const selection = useSelection()
  const columns = useStaffColumns()
  const create = may('team.manage') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t('team.create')}
    </Button>
  ) : null
  return (
    <>
      <PageTitle title={t('team.title')} hint={t('team.hint')} actions={create} />
      <StaffFilters filters={filters} onChange={setFilters} />
      <DataTable
        rows={rows}
        rowKey="accountId"
        columns={columns}
        card={(row) => <StaffCard row={row} />}
        list={{
          isLoading: staff.isLoading,
          isChanging: staff.isPlaceholderData,
          error: staff.error,
          reload: () => void staff.refetch(),
        }}
        empty={{ title: t('team.empty'), hint: t('team.emptyHint'), action: create }}
        {...(may('team.manage') && { selection })}
        onOpen={(row) => setOpened(row.accountId)}
      />
      <StaffBulk keys={selection.keys} rows={rows} onClear={selection.clear} />
      <StaffDrawer row={rows.find((row) => row.accountId === opened)} onClose={() => setOpened(null)} />
      <CreateStaffDialog open={isCreating} onClose={() => setCreating(false)} />
    </>
  )
}

function StaffFilters({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const { t } = useTranslation()
  const { states, ...rest } = filters
  const state = states?.[0]
  return (
    <FilterBar
      filters={filters}
      onChange={onChange}
      search={
        <Input.Search
          allowClear
          placeholder={t('team.search')}
          style={{ width: 220 }}
          onSearch={(search) => onChange({ ...(states && { states }), ...(search.trim() && { search: search.trim() }) })}
        />
      }
    >
      <Segmented
        value={state ?? 'all'}
        onChange={(chosen: 'all' | StaffRow['state']) => onChange(chosen === 'all' ? rest : { ...rest, states: [chosen] })}
        options={[
          { value: 'all' as const, label: t('shared.all') },
          { value: 'active' as const, label: t('states.account.active') },
          { value: 'frozen' as const, label: t('states.account.frozen') },
        ]}
      />
    </FilterBar>
  )
}

function StaffBulk({ keys, rows, onClear }: { keys: string[]; rows: StaffRow[]; onClear: () => void }) {
  const { t } = useTranslation()
  const nameOf = (id: string) => rows.find((row) => row.accountId === id)?.name ?? id
  const freeze = useBulkCommand('team.freezeStaff', { title: t('team.freeze'), nameOf, onDone: onClear })
  const unfreeze = useBulkCommand('team.unfreezeStaff', { title: t('team.unfreeze'), nameOf, onDone: onClear })
  return (
    <BulkBar count={keys.length} onClear={onClear}>
      <Button danger loading={freeze.isPending} onClick={() => freeze.run({ accountIds: keys })}>
        {t('team.freeze')}
      </Button>
      <Button loading={unfreeze.isPending} onClick={() => unfreeze.run({ accountIds: keys })}>
        {t('team.unfreeze')}
      </Button>
    </BulkBar>
  )
}
