import { Alert, Form, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LABEL_SIZES } from '#contract/closed-lists.ts'
import { openComponentLine } from '#web/features/fulfilment/print-component/component-line.ts'
import { beDesk, componentUrl, deskOfThisBrowser } from '#web/features/fulfilment/print-component/this-desk.ts'
import { currentLanguage } from '#web/i18n/i18n.ts'
import type { InputOf, OutputOf } from '#web/shared/api.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { usePaperName } from '#web/shared/use-paper-name.ts'

type Fields = Omit<InputOf<'fulfilment.addDeskPrinter'>, 'deskId'>
type Component = OutputOf<'fulfilment.listPrintComponents'>['rows'][number]
type Found = { state: 'asking' } | { state: 'closed' } | { state: 'open'; names: string[] }

/** Binds a printer that a print component on this computer knows. */
export function AddDeskPrinter({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const components = useOperation('fulfilment.listPrintComponents', {}, { enabled: open }).data?.rows ?? []
  const desk = useOperation(
    'fulfilment.readDesk',
    { deskId: deskOfThisBrowser() ?? '' },
    { enabled: open && deskOfThisBrowser() !== null },
  )
  const add = useCommand('fulfilment.addDeskPrinter', { onDone: onClose })
  const [component, setComponent] = useState<Component['component']>('cainiao')
  const found = usePrintersOf(
    components.find((each) => each.component === component),
    open,
  )
  const rules = useRequired()
  const paperName = usePaperName()
  const deskName = desk.data?.name ?? ''
  const nameOf = (each: Component) => (currentLanguage() === 'zh' ? each.zh : each.en)
  return (
    <FormDialog<Fields>
      key={deskName}
      open={open}
      title={t('settings.addDeskPrinter')}
      okText={t('shared.add')}
      onClose={onClose}
      onSubmit={(fields) => add.mutate({ ...fields, component, deskId: beDesk() })}
      isBusy={add.isPending}
      isBlocked={found.state !== 'open'}
      initialValues={{ paper: '76x130', deskName }}
    >
      <Form.Item label={t('settings.component')} extra={t('settings.componentHint')}>
        <Select
          value={component}
          onChange={setComponent}
          options={components.map((each) => ({ value: each.component, label: nameOf(each) }))}
          aria-label={t('settings.component')}
        />
      </Form.Item>
      {found.state === 'closed' && (
        <Form.Item>
          <Alert type="warning" showIcon title={t('settings.componentClosed')} />
        </Form.Item>
      )}
      <Form.Item name="deskName" label={t('settings.desk')} rules={rules} extra={t('settings.deskHint')}>
        <Input maxLength={60} placeholder={t('settings.printerNameHint')} />
      </Form.Item>
      <Form.Item name="deviceName" label={t('settings.device')} rules={rules}>
        <Select
          loading={found.state === 'asking'}
          disabled={found.state !== 'open'}
          options={(found.state === 'open' ? found.names : []).map((value) => ({ value, label: value }))}
        />
      </Form.Item>
      <Form.Item name="name" label={t('settings.name')} rules={rules} extra={t('settings.deskPrinterNameHint')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="paper" label={t('settings.labelSize')}>
        <Select options={LABEL_SIZES.map((value) => ({ value, label: paperName(value) }))} />
      </Form.Item>
    </FormDialog>
  )
}

/** Asks the component on this computer which printers it has. */
function usePrintersOf(component: Component | undefined, isOpen: boolean): Found {
  const [found, setFound] = useState<Found>({ state: 'asking' })
  const url = component && componentUrl(component)
  useEffect(() => {
    if (!isOpen || url === undefined) return undefined
    let isCurrent = true
    setFound({ state: 'asking' })
    const ask = async () => {
      const line = await openComponentLine(url, { onNews: () => undefined, onClosed: () => undefined })
      const names = (await line.printers()).map(({ name }) => name)
      line.close()
      return names
    }
    ask().then(
      (names) => isCurrent && setFound({ state: 'open', names }),
      () => isCurrent && setFound({ state: 'closed' }),
    )
    return () => {
      isCurrent = false
    }
  }, [url, isOpen])
  return found
}
