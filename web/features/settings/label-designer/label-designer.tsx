import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { Alert, Button, Dropdown, Flex, Popconfirm, Segmented, Skeleton, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ADD_ON_FIELDS, LABEL_SIZES } from '#contract/closed-lists.ts'
import type { AddOnElement } from '#contract/print-templates.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { useElementHistory } from './element-history.ts'
import { ElementPanel } from './element-panel.tsx'
import { LabelCanvas } from './label-canvas.tsx'
import { LabelPreview } from './label-preview.tsx'

type Size = (typeof LABEL_SIZES)[number]
type Template = OutputOf<'fulfilment.readPrintTemplate'>

/** The shop's own area of the label: which fields stand where, with the latest parcel as it will print. */
export function LabelDesigner() {
  const { t } = useTranslation()
  const [size, setSize] = useState<Size>('76x130')
  const template = useOperation('fulfilment.readPrintTemplate', { size }).data
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{t('settings.templateHint')}</Typography.Text>
      <Segmented
        value={size}
        onChange={setSize}
        options={LABEL_SIZES.map((value) => ({ value, label: `${value.replace('x', ' × ')} mm` }))}
        style={{ alignSelf: 'start' }}
      />
      {template ? <Arranging key={`${size} ${template.version}`} size={size} template={template} /> : <Skeleton active />}
    </Flex>
  )
}

function Arranging({ size, template }: { size: Size; template: Template }) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const history = useElementHistory(template.elements)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const save = useCommand('fulfilment.savePrintTemplate')
  const { elements, change, changeOne } = history
  if (isNarrow)
    return (
      <>
        <Alert type="info" title={t('settings.designOnComputer')} />
        <div className="label-canvas" style={{ aspectRatio: `${template.areaWidthMm} / ${template.areaHeightMm}` }}>
          <LabelPreview size={size} elements={elements} />
        </div>
      </>
    )
  const remove = (elementId: string) => {
    if (elements.length > 1) change(elements.filter((element) => element.elementId !== elementId))
  }
  const chosen = elements.find(({ elementId }) => elementId === chosenId)
  return (
    <>
      <Flex gap={8} wrap>
        <AddField onAdd={(field) => change([...elements, newElement(field, template)])} />
        <Button icon={<UndoOutlined />} disabled={!history.canUndo} onClick={history.undo}>
          {t('settings.undo')}
        </Button>
        <Button icon={<RedoOutlined />} disabled={!history.canRedo} onClick={history.redo}>
          {t('settings.redo')}
        </Button>
        <Popconfirm title={t('settings.standardAsk')} onConfirm={() => change(template.standard)}>
          <Button>{t('settings.standardLayout')}</Button>
        </Popconfirm>
        <Button
          type="primary"
          disabled={!history.isChanged}
          loading={save.isPending}
          onClick={() => save.mutate({ size, version: template.version, elements })}
        >
          {t('shared.save')}
        </Button>
      </Flex>
      <Flex gap={24} wrap align="start">
        <LabelCanvas
          size={size}
          elements={elements}
          chosenId={chosenId}
          onChoose={setChosenId}
          onChange={changeOne}
          onRemove={remove}
          widthMm={template.areaWidthMm}
          heightMm={template.areaHeightMm}
        />
        {chosen ? (
          <ElementPanel
            element={chosen}
            onChange={(fields) => changeOne(chosen.elementId, fields)}
            onRemove={() => remove(chosen.elementId)}
          />
        ) : (
          <Typography.Text type="secondary">{t('settings.chooseField')}</Typography.Text>
        )}
      </Flex>
    </>
  )
}

function AddField({ onAdd }: { onAdd: (field: AddOnElement['field']) => void }) {
  const { t } = useTranslation()
  const items = ADD_ON_FIELDS.map((field) => ({ key: field, label: t(`settings.fields.${field}`) }))
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => onAdd(key as AddOnElement['field']) }}>
      <Button>{t('settings.addField')}</Button>
    </Dropdown>
  )
}

function newElement(field: AddOnElement['field'], { areaWidthMm, areaHeightMm }: Template): AddOnElement {
  const isTall = ['items', 'notes', 'contents', 'barcode', 'qr'].includes(field)
  return {
    elementId: `${field}-${Date.now().toString(36)}`,
    field,
    text: '',
    x: 0,
    y: 0,
    width: field === 'qr' ? 15 : Math.min(areaWidthMm, isTall || field === 'line' ? areaWidthMm : 35),
    height: field === 'line' ? 2 : Math.min(areaHeightMm, isTall ? 15 : 5),
    sizePt: 9,
    isBold: false,
    align: 'left',
  }
}
