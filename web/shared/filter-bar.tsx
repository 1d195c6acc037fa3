import { DownOutlined, FilterOutlined } from '@ant-design/icons'
import { Badge, Button, Flex } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SavedViews, type ViewPage } from './saved-views.tsx'
import { useIsNarrow } from './use-is-narrow.ts'

type Filters = Record<string, unknown>
type FilterBarProps<F extends Filters> = {
  filters: F
  onChange: (filters: F) => void
  /** Lists whose filters can be kept under a name. */
  savedFor?: ViewPage
  /** Always in sight, also on a phone: the search field. */
  search?: ReactNode
  children: ReactNode
}

/** Filters above a list: one line on a desk, folded behind a button on a phone. */
export function FilterBar<F extends Filters>({ filters, onChange, savedFor, search, children }: FilterBarProps<F>) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const [isOpen, setOpen] = useState(false)
  const active = Object.entries(filters).filter(([name, value]) => name !== 'search' && isGiven(value)).length
  const isAny = Object.values(filters).some(isGiven)
  return (
    <Flex className="filter-bar" gap={8} wrap align="center">
      {search}
      {isNarrow && (
        <Badge count={active} size="small">
          <Button icon={<FilterOutlined />} onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
            {t('shared.filters')} <DownOutlined rotate={isOpen ? 180 : 0} />
          </Button>
        </Badge>
      )}
      {(!isNarrow || isOpen) && children}
      {isAny && (
        <Button type="link" size="small" onClick={() => onChange({} as F)}>
          {t('shared.clearFilters')}
        </Button>
      )}
      {savedFor && <SavedViews page={savedFor} filters={filters} onChoose={(chosen) => onChange(chosen as F)} />}
    </Flex>
  )
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
}
