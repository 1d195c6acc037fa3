import { CloseOutlined } from '@ant-design/icons'
import { Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type BulkBarProps = { count: number; onClear: () => void; children: ReactNode }

/** Appears over the foot of a list while something is selected: how many, and what can be done with them. */
export function BulkBar({ count, onClear, children }: BulkBarProps) {
  const { t } = useTranslation()
  if (count === 0) return null
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t('shared.selectedCount', { n: count })}>
      <Flex align="center" gap={8}>
        <Button type="text" size="small" icon={<CloseOutlined />} onClick={onClear} aria-label={t('shared.clearSelection')} />
        <strong>{t('shared.selectedCount', { n: count })}</strong>
      </Flex>
      <Flex gap={8} wrap>
        {children}
      </Flex>
    </div>
  )
}
