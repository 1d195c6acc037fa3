import { Flex, Form, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DocumentLayout } from '#contract/documents.ts'

type PagePanelProps = { layout: DocumentLayout; onChange: (fields: Partial<DocumentLayout>) => void }

/** What holds for the whole document. */
export function PagePanel({ layout, onChange }: PagePanelProps) {
  const { t } = useTranslation()
  const figure = (key: 'margin' | 'headHeight' | 'footHeight' | 'sizePt', least: number, most: number) => (
    <Form.Item label={t(`settings.pageFigures.${key}`)} key={key}>
      <InputNumber
        value={layout[key]}
        min={least}
        max={most}
        step={0.5}
        suffix={key === 'sizePt' ? 'pt' : 'mm'}
        aria-label={t(`settings.pageFigures.${key}`)}
        onChange={(value) => value !== null && onChange({ [key]: value })}
      />
    </Form.Item>
  )
  return (
    <Form layout="vertical" className="label-panel">
      <strong>{t('settings.wholeDocument')}</strong>
      <Flex gap={12} wrap>
        {figure('margin', 0, 10)}
        {figure('headHeight', 0, 200)}
        {figure('footHeight', 0, 200)}
        {figure('sizePt', 5, 12)}
      </Flex>
    </Form>
  )
}
