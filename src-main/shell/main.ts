import { join } from 'node:path'
import { app, Menu } from 'electron'
import { parseArguments, type SecondStart } from './arguments'
import { registerPageScheme } from './page-protocol'
import { Program } from './program'

// Every process in the sandbox; only root, who in a test container has none, may start without (`--no-sandbox`).
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.setName('Skranke')
registerPageScheme()

const options = parseArguments(process.argv)
// The profile lies beside the data, so that each data folder has its own single instance.
const profile = app.isPackaged ? 'Skranke' : 'Skranke Development'
app.setPath(
  'userData',
  options.dataFolder ? join(options.dataFolder, 'shell') : join(app.getPath('appData'), profile)
)

const start: SecondStart = { route: options.route, parameters: process.argv.slice(1) }
if (app.requestSingleInstanceLock(start)) {
  // No menu, so that Ctrl+N and the like reach the page; macOS needs one for copy and paste.
  Menu.setApplicationMenu(
    process.platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }]) : null
  )
  const program = new Program(options)
  void app.whenReady().then(() => program.run())
} else {
  app.quit()
}
