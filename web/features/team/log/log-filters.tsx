import { DatePicker, Input, Segmented, Select, Tag } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { LOG_KINDS } from '#contract/closed-lists.ts'
import type { LogKind } from '#contract/log.ts'
import { useMayCall } from '#web/app/session.ts'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { type LogSearch, withoutEmpty } from './log-search.ts'
import { ObjectKind } from './object-kind.tsx'
import { PersonFilter } from './person-filter.tsx'

type LogFiltersProps = { search: LogSearch; onChange: (search: LogSearch) => void; isOwn: boolean }
type Change = { [K in keyof LogSearch]?: LogSearch[K] | undefined }

export function LogFilters({ search, onChange, isOwn }: LogFiltersProps) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const put = (change: Change) => onChange(withoutEmpty({ ...search, ...change }))
  return (
    <>
      <KindChoice kind={search.kind} onChange={(kind) => put({ kind })} />
      <FilterBar
        filters={search}
        onChange={onChange}
        search={
          <Input.Search
            allowClear
            key={search.search ?? ''}
            defaultValue={search.search ?? ''}
            placeholder={t('log.search')}
            style={{ width: 250 }}
            onSearch={(words) => put({ search: words.trim() || undefined })}
          />
        }
      >
        {!isOwn && mayCall('team.listStaff') && (
          <PersonFilter value={search.personId} onChange={(personId) => put({ personId })} />
        )}
        <Select
          allowClear
          aria-label={t('log.outcome')}
          placeholder={t('log.anyOutcome')}
          style={{ width: 120 }}
          value={search.outcome ?? null}
          onChange={(outcome: 'done' | 'refused' | null) => put({ outcome: outcome ?? undefined })}
          options={(['done', 'refused'] as const).map((value) => ({ value, label: t(`states.outcome.${value}`) }))}
        />
        <DatePicker.RangePicker
          style={{ width: 250 }}
          value={[search.from ? dayjs(search.from) : null, search.to ? dayjs(search.to).subtract(1, 'ms') : null]}
          onChange={(range) =>
            put({ from: range?.[0]?.startOf('day').toISOString(), to: range?.[1]?.add(1, 'day').startOf('day').toISOString() })
          }
        />
        <Chosen search={search} put={put} />
      </FilterBar>
    </>
  )
}

/** The sort of entries, one click away; on a phone it scrolls sideways. */
function KindChoice({ kind, onChange }: { kind: LogKind | undefined; onChange: (kind: LogKind | undefined) => void }) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  return (
    <div className="log-kinds">
      <Segmented
        size={isNarrow ? 'small' : 'middle'}
        value={kind ?? 'all'}
        onChange={(value) => onChange(LOG_KINDS.find((one) => one === value))}
        options={(['all', ...LOG_KINDS] as const).map((value) => ({ value, label: t(`log.kinds.${value}`) }))}
      />
    </div>
  )
}

/** What was chosen by a click inside an entry, each to be taken away again. */
function Chosen({ search, put }: { search: LogSearch; put: (change: Change) => void }) {
  const { t } = useTranslation()
  return (
    <>
      {search.objectId && (
        <Tag closable onClose={() => put({ objectKind: undefined, objectId: undefined })}>
          {search.objectKind && <ObjectKind kind={search.objectKind} />} {search.objectId.slice(0, 8)}
        </Tag>
      )}
      {search.appId && (
        <Tag closable onClose={() => put({ appId: undefined, appName: undefined })}>
          {t('log.ofApp', { name: search.appName ?? search.appId })}
        </Tag>
      )}
      {search.requestId && (
        <Tag closable onClose={() => put({ requestId: undefined })}>
          {t('log.ofRequest')}
        </Tag>
      )}
    </>
  )
}
