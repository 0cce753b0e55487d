// First: in a browser on another PC it makes the bridge that everything below calls.
import '../core-client/install'
import '@fontsource-variable/inter/index.css'
// Not its utilities and colours, which nothing here uses: five thousand rules to look through for each element.
import 'vuetify/styles/core'
import './theme/tokens.css'
import './theme/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { screenOf } from '../core-client'
import App from './App.vue'
import { i18n } from './i18n'
import { listenToKeys } from './keyboard'
import { loadPreferences } from './preferences'
import { router } from './router'
import ScreenApp from './ScreenApp.vue'
import { useTheme } from './theme/theme.store'
import { vuetify } from './theme/vuetify'
import { showError } from './undo'

const app = createApp(screenOf(location.hash) === null ? App : ScreenApp)
  .use(createPinia())
  .use(i18n)
  .use(vuetify)
  .use(router)

await loadPreferences()
useTheme()
listenToKeys(window)

app.config.errorHandler = (error) => {
  showError(error)
  console.error(error)
}
window.addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  showError(event.reason)
  console.error(event.reason)
})

app.mount('#app')
