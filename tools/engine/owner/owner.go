// Package owner ends a plugin with the engine that started it, even when the engine is killed.
package owner

import (
	"io"
	"os"
)

// Watch exits when the other end of standard input goes away. The engine holds it for as long as it lives; a plugin that
// somebody starts by hand has a terminal or nothing there, and is left alone.
func Watch() {
	info, err := os.Stdin.Stat()
	if err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		return
	}
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
}
