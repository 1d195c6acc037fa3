import { DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useMay } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { operationChoices } from '#web/shared/operation-name.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import type { LogSearch } from './log-search.ts'

type LogFiltersProps = { search: LogSearch; onChange: (search: LogSearch) => void }

export function LogFilters({ search, onChange }: LogFiltersProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const may = useMay()
  const staff = useOperation('team.listStaff', {}, { enabled: may('team.view'), staleMs: 60_000 })
  const put = (change: LogSearch) => onChange(withoutEmpty({ ...search, ...change }))
  return (
    <FilterBar filters={search} onChange={onChange}>
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('team.anybody')}
        style={{ width: 140 }}
        value={search.actorId ?? null}
        onChange={(actorId: string | null) => put({ actorId: actorId ?? undefined })}
        options={staff.data?.rows.map((row) => ({ value: row.accountId, label: row.name })) ?? []}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('team.anyOperation')}
        style={{ width: 180 }}
        value={search.operation ?? null}
        onChange={(operation: string | null) => put({ operation: operation ?? undefined })}
        options={operationChoices(language)}
      />
      <Select
        allowClear
        placeholder={t('team.anyOutcome')}
        style={{ width: 150 }}
        value={search.outcome ?? null}
        onChange={(outcome: 'done' | 'refused' | null) => put({ outcome: outcome ?? undefined })}
        options={(['done', 'refused'] as const).map((value) => ({ value, label: t(`states.outcome.${value}`) }))}
      />
      <Input.Search
        allowClear
        key={search.objectId ?? ''}
        defaultValue={search.objectId ?? ''}
        placeholder={t('team.objectId')}
        style={{ width: 190 }}
        onSearch={(objectId) => put({ objectId: objectId.trim() || undefined })}
      />
      <DatePicker.RangePicker
        value={[search.from ? dayjs(search.from) : null, search.to ? dayjs(search.to).subtract(1, 'ms') : null]}
        onChange={(range) =>
          put({ from: range?.[0]?.startOf('day').toISOString(), to: range?.[1]?.add(1, 'day').startOf('day').toISOString() })
        }
      />
    </FilterBar>
  )
}

function withoutEmpty(search: LogSearch): LogSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as LogSearch
}
