import { Button, Checkbox, Flex, Form, Input, InputNumber, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AnyElement, ElementChange } from './element-boxes.tsx'

type PanelProps = { element: AnyElement; onChange: (fields: ElementChange) => void; onRemove: () => void }

/** Everything about one element as fields, for whoever prefers figures or keys to dragging. */
export function ElementPanel({ element, onChange, onRemove }: PanelProps) {
  const { t } = useTranslation()
  const isText = !['contents', 'barcode', 'qr', 'line'].includes(element.field)
  const figure = (key: 'x' | 'y' | 'width' | 'height', least: number) => (
    <Form.Item label={t(`settings.figures.${key}`)} key={key}>
      <InputNumber
        value={element[key]}
        min={least}
        max={200}
        step={0.5}
        suffix="mm"
        aria-label={t(`settings.figures.${key}`)}
        onChange={(value) => value !== null && onChange({ [key]: value })}
      />
    </Form.Item>
  )
  return (
    <Form layout="vertical" className="label-panel">
      <strong>{t(`settings.fields.${element.field}`)}</strong>
      {element.field === 'text' && (
        <Form.Item label={t('settings.ownText')}>
          <Input
            value={element.text}
            maxLength={200}
            aria-label={t('settings.ownText')}
            onChange={(event) => onChange({ text: event.target.value })}
          />
        </Form.Item>
      )}
      {isText && (
        <Flex gap={12} wrap align="end">
          <Form.Item label={t('settings.fontSize')}>
            <InputNumber
              value={element.sizePt}
              min={5}
              max={36}
              step={0.5}
              suffix="pt"
              aria-label={t('settings.fontSize')}
              onChange={(value) => value !== null && onChange({ sizePt: value })}
            />
          </Form.Item>
          <Form.Item>
            <Checkbox checked={element.isBold} onChange={(event) => onChange({ isBold: event.target.checked })}>
              {t('settings.bold')}
            </Checkbox>
          </Form.Item>
          <Form.Item label={t('settings.align')}>
            <Segmented
              value={element.align}
              onChange={(align) => onChange({ align })}
              options={(['left', 'center', 'right'] as const).map((value) => ({ value, label: t(`settings.aligns.${value}`) }))}
            />
          </Form.Item>
        </Flex>
      )}
      <Flex gap={12} wrap>
        {figure('x', 0)}
        {figure('y', 0)}
        {figure('width', 3)}
        {figure('height', 2)}
      </Flex>
      <Button danger type="text" onClick={onRemove}>
        {t('settings.removeField')}
      </Button>
    </Form>
  )
}
