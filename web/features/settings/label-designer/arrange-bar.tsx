import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { Button, Flex, Popconfirm } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type BarProps = {
  history: { isChanged: boolean; canUndo: boolean; canRedo: boolean; undo: () => void; redo: () => void }
  onStandard: () => void
  onSave: () => void
  isSaving: boolean
  /** What can be added. */
  children: ReactNode
}

/** What one does to a template as a whole. */
export function ArrangeBar({ history, onStandard, onSave, isSaving, children }: BarProps) {
  const { t } = useTranslation()
  return (
    <Flex gap={8} wrap>
      {children}
      <Button icon={<UndoOutlined />} disabled={!history.canUndo} onClick={history.undo}>
        {t('settings.undo')}
      </Button>
      <Button icon={<RedoOutlined />} disabled={!history.canRedo} onClick={history.redo}>
        {t('settings.redo')}
      </Button>
      <Popconfirm title={t('settings.standardAsk')} onConfirm={onStandard}>
        <Button>{t('settings.standardLayout')}</Button>
      </Popconfirm>
      <Button type="primary" disabled={!history.isChanged} loading={isSaving} onClick={onSave}>
        {t('shared.save')}
      </Button>
    </Flex>
  )
}
