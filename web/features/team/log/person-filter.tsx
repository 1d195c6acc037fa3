import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '#web/shared/use-operation.ts'

type PersonFilterProps = { value: string | undefined; onChange: (personId: string | undefined) => void }

/** One person, found by name or login, also one who has left: the log knows them all. */
export function PersonFilter({ value, onChange }: PersonFilterProps) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const found = useOperation('team.listStaff', words.trim() ? { search: words.trim() } : {}, { staleMs: 60_000 })
  const people = found.data?.rows ?? []
  const isKnown = value === undefined || people.some(({ accountId }) => accountId === value)
  return (
    <Select
      allowClear
      showSearch={{ filterOption: false, onSearch: setWords }}
      loading={found.isFetching}
      aria-label={t('log.anybody')}
      placeholder={t('log.anybody')}
      style={{ width: 150 }}
      value={value ?? null}
      onChange={(personId: string | null) => onChange(personId ?? undefined)}
      options={[
        ...people.map((row) => ({ value: row.accountId, label: row.name, login: row.login })),
        ...(isKnown || value === undefined ? [] : [{ value, label: value.slice(0, 8), login: '' }]),
      ]}
      optionRender={({ label, data }) => (
        <>
          {label} <small className="faint">{data.login}</small>
        </>
      )}
    />
  )
}
