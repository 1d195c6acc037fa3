import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '#web/shared/use-operation.ts'

type ColleagueSelectProps = {
  value: string | null
  onChange: (accountId: string | null) => void
  placeholder: string
  /** Not offered. */
  besides?: string
  width?: number | string
}

/** Somebody who works here, found by name or login. */
export function ColleagueSelect({ value, onChange, placeholder, besides, width = 200 }: ColleagueSelectProps) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const staff = useOperation('team.listStaff', { states: ['active'], ...(search && { search }) }, { staleMs: 30_000 })
  const options = (staff.data?.rows ?? [])
    .filter((row) => row.accountId !== besides)
    .map((row) => ({ value: row.accountId, label: row.name, login: row.login }))
  return (
    <Select
      value={value}
      allowClear
      showSearch={{ filterOption: false, onSearch: setSearch }}
      placeholder={placeholder}
      aria-label={placeholder}
      loading={staff.isLoading}
      notFoundContent={t('people.empty')}
      style={{ width }}
      onChange={(accountId: string | undefined) => onChange(accountId ?? null)}
      options={options}
      optionRender={(option) => (
        <>
          {option.label} <span className="faint">{(option.data as { login: string }).login}</span>
        </>
      )}
    />
  )
}
