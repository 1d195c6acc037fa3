import { PRINT_COMPONENTS } from '#contract/closed-lists.ts'
import { printDesks } from '#contract/print-desks.ts'
import { query } from '#kernel/operation.ts'
import { COMPONENT_NAMES } from '../component-contents.ts'

export const listPrintComponents = query({
  name: 'fulfilment.listPrintComponents',
  ...printDesks.listPrintComponents,
  summary: 'The print components this house speaks to, with where they listen on the computer of a packing desk.',
  access: { permission: 'fulfilment.view', scope: 'shared' },
  errors: [],
  run: async (_reader, _input, _actor, world) => ({
    rows: PRINT_COMPONENTS.map((component) => {
      const { zh, en, hostName } = COMPONENT_NAMES[component]
      const { componentPorts, componentTlsPorts } = world.config
      const [url, secureUrl] = [
        `ws://${hostName}:${componentPorts[component]}`,
        `wss://${hostName}:${componentTlsPorts[component]}`,
      ]
      return { component, zh, en, url, secureUrl }
    }),
  }),
})
