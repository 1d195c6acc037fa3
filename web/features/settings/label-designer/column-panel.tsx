import { ArrowLeftOutlined, ArrowRightOutlined } from '@ant-design/icons'
import { Button, Checkbox, Dropdown, Flex, Form, Input, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DocumentColumn, DocumentLayout } from '#contract/documents.ts'
import type { Chosen } from './document-canvas.tsx'

type Change = (fields: Partial<DocumentLayout>) => void
const MOST = 7
const LEAST = 2

type AddProps = { layout: DocumentLayout; columns: readonly DocumentColumn['field'][]; onChange: Change }
export function AddColumn({ layout, columns, onChange }: AddProps) {
  const { t } = useTranslation()
  const items = columns.map((field) => ({
    key: field,
    label: t(`settings.columns.${field}`),
    onClick: () => {
      const column = { field, title: t(`settings.columns.${field}`), width: 20, isBold: false, align: 'left' as const }
      onChange({ columns: [...layout.columns, column] })
    },
  }))
  return (
    <Dropdown trigger={['click']} menu={{ items }} disabled={layout.columns.length >= MOST}>
      <Button>{t('settings.addColumn')}</Button>
    </Dropdown>
  )
}

type PanelProps = { layout: DocumentLayout; place: number; onChoose: (chosen: Chosen) => void; onChange: Change }

/** One column of the goods. */
export function ColumnPanel({ layout, place, onChoose, onChange }: PanelProps) {
  const { t } = useTranslation()
  const { columns } = layout
  const column = columns[place]
  if (!column) return null
  const put = (fields: Partial<DocumentColumn>) =>
    onChange({ columns: columns.map((each, k) => (k === place ? { ...each, ...fields } : each)) })
  const move = (by: number) => {
    const others = columns.filter((_, k) => k !== place)
    onChange({ columns: others.toSpliced(place + by, 0, column) })
    onChoose({ column: place + by })
  }
  return (
    <Form layout="vertical" className="label-panel">
      <strong>{t('settings.columnNamed', { column: t(`settings.columns.${column.field}`) })}</strong>
      <Form.Item label={t('settings.columnTitle')}>
        <Input
          value={column.title}
          maxLength={20}
          aria-label={t('settings.columnTitle')}
          onChange={(event) => put({ title: event.target.value })}
        />
      </Form.Item>
      <Flex gap={12} wrap align="end">
        <Form.Item>
          <Checkbox checked={column.isBold} onChange={(event) => put({ isBold: event.target.checked })}>
            {t('settings.bold')}
          </Checkbox>
        </Form.Item>
        <Form.Item label={t('settings.align')}>
          <Segmented
            value={column.align}
            onChange={(align) => put({ align })}
            options={(['left', 'center', 'right'] as const).map((value) => ({ value, label: t(`settings.aligns.${value}`) }))}
          />
        </Form.Item>
      </Flex>
      <Flex gap={8} wrap>
        <Button
          icon={<ArrowLeftOutlined />}
          disabled={place === 0}
          onClick={() => move(-1)}
          aria-label={t('settings.columnLeft')}
        />
        <Button
          icon={<ArrowRightOutlined />}
          disabled={place === columns.length - 1}
          onClick={() => move(1)}
          aria-label={t('settings.columnRight')}
        />
        <Button
          danger
          type="text"
          disabled={columns.length <= LEAST}
          onClick={() => {
            onChange({ columns: columns.filter((_, k) => k !== place) })
            onChoose(null)
          }}
        >
          {t('settings.removeColumn')}
        </Button>
      </Flex>
    </Form>
  )
}
