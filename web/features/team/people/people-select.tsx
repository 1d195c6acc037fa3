import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '#web/shared/use-operation.ts'

export type Choice = { accountId: string; name: string }
type PeopleSelectProps = {
  value?: Choice[]
  onChange?: (people: Choice[]) => void
  placeholder?: string
  maxCount?: number
  id?: string
}

/** Several people, found by name or login: a team may have thousands, so the server searches. */
export function PeopleSelect({ value = [], onChange, placeholder, maxCount, id }: PeopleSelectProps) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const found = useOperation('team.listStaff', { states: ['active'], ...(words.trim() && { search: words.trim() }) })
  const people = found.data?.rows.filter(({ kind }) => kind !== 'app') ?? []
  return (
    <Select
      mode="multiple"
      {...(id && { id })}
      {...(maxCount && { maxCount })}
      labelInValue
      value={value.map(({ accountId, name }) => ({ value: accountId, label: name }))}
      placeholder={placeholder ?? t('departments.chooseSupervisors')}
      showSearch={{ filterOption: false, onSearch: setWords }}
      loading={found.isFetching}
      onChange={(chosen: { value: string; label: unknown }[]) =>
        onChange?.(chosen.map(({ value: accountId, label }) => ({ accountId, name: nameOf(accountId, label) })))
      }
      options={people.map((row) => ({ value: row.accountId, label: row.name, login: row.login }))}
      optionRender={({ label, data }) => (
        <>
          {label} <small className="faint">{data.login}</small>
        </>
      )}
    />
  )
}

const nameOf = (accountId: string, label: unknown): string => (typeof label === 'string' ? label : accountId)
