import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = 'http://127.0.0.1:3000'

/** Libraries that change together stay in one file, so that a release of ours does not empty the browser's cache. */
const libraries = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 30 },
  { name: 'tanstack', test: /node_modules[\\/]@tanstack[\\/]/, priority: 20 },
  { name: 'i18n', test: /node_modules[\\/](i18next|react-i18next)[\\/]/, priority: 20 },
]

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The server writes a fresh nonce in this place each time it hands out the page; antd's style tags carry it.
  html: { cspNonce: '__CSP_NONCE__' },
  server: { port: 5173, proxy: { '/api': { target: server, ws: true } } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The server forbids data: fonts, so every asset is a file.
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: libraries } } },
  },
})
