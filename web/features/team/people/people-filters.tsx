import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '#web/i18n/i18n.ts'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { useRoles } from '../roles/use-roles.ts'
import { KINDS, type Kind, type PeopleSearch, STATES, type State, withoutEmpty } from './people-search.ts'

type PeopleFiltersProps = { search: PeopleSearch; onChange: (search: PeopleSearch) => void }

export function PeopleFilters({ search, onChange }: PeopleFiltersProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { rows: roles } = useRoles()
  const { department, person: _person, tab: _tab, ...filters } = search
  const put = (change: { [K in keyof PeopleSearch]?: PeopleSearch[K] | undefined }) =>
    onChange(withoutEmpty({ ...filters, department, ...change }))
  return (
    <FilterBar
      filters={filters}
      onChange={() => onChange(withoutEmpty({ department }))}
      search={
        <Input.Search
          allowClear
          key={search.search ?? ''}
          defaultValue={search.search ?? ''}
          placeholder={t('people.search')}
          style={{ width: 200 }}
          onSearch={(words) => put({ search: words.trim() || undefined })}
        />
      }
    >
      <Select
        value={search.state ?? 'present'}
        aria-label={t('people.state')}
        style={{ width: 120 }}
        onChange={(state: State | 'present') => put({ state: state === 'present' ? undefined : state })}
        options={[
          { value: 'present' as const, label: t('people.present') },
          ...STATES.map((value) => ({ value, label: t(`states.account.${value}`) })),
        ]}
      />
      <Select
        allowClear
        value={search.kind ?? null}
        aria-label={t('people.kind')}
        placeholder={t('people.anyKind')}
        style={{ width: 120 }}
        onChange={(kind: Kind | null) => put({ kind: kind ?? undefined })}
        options={KINDS.map((value) => ({ value, label: t(`people.kinds.${value}`) }))}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={search.role ?? null}
        aria-label={t('grants.role')}
        placeholder={t('people.anyRole')}
        style={{ width: 150 }}
        onChange={(role: string | null) => put({ role: role ?? undefined })}
        options={roles.map((role) => ({ value: role.role, label: role[language] }))}
      />
    </FilterBar>
  )
}
