"""The lessons as pages that need no kernel, no server and no network.

run      a lesson's cells in this process: what each shows
places   which places of its knobs an explorer has pictures for
reel     the pictures of one explorer, each as its difference from another
markup   text, formulas and code as HTML
pages    the page of a lesson, and the index
build    several lessons at a time
"""
