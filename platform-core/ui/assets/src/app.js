(() => {
  'use strict';

  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const body = document.body;
  const meta = (name) => $(`meta[name="${name}"]`)?.content;
  const message = (name) => body.dataset[name] ?? '';

  /* A form that was sent back: Back and Reload lead to the form, not to the question whether to send it again. */
  if (meta('posted') && document.referrer.startsWith(`${location.origin}/`)) {
    history.replaceState(history.state, '', document.referrer);
  }

  /* Toasts: from the server's event `toast` {kind, text}, or rendered into the page. */
  const toasts = $('#toasts');
  const icons = { success: 'circle-check', danger: 'alert-circle', warning: 'alert-triangle', info: 'info-circle' };

  function icon(name) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('class', 'icon');
    svg.setAttribute('aria-hidden', 'true');
    const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
    use.setAttribute('href', `${body.dataset.icons}#${name}`);
    svg.append(use);
    return svg;
  }

  function arm(toast) {
    const close = () => toast.remove();
    $('[data-toast-close]', toast)?.addEventListener('click', close);
    if (toast.classList.contains('sl-toast-danger')) return;
    let timer = setTimeout(close, 6000);
    toast.addEventListener('pointerenter', () => clearTimeout(timer));
    toast.addEventListener('focusin', () => clearTimeout(timer));
    toast.addEventListener('pointerleave', () => { timer = setTimeout(close, 3000); });
  }

  function toast(kind, text) {
    if (!toasts || !text) return;
    const name = kind in icons ? kind : 'info';
    const element = document.createElement('div');
    element.className = `sl-toast sl-toast-${name}`;
    const label = document.createElement('div');
    label.className = 'sl-toast-text';
    label.textContent = text;
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'btn-ghost-icon';
    close.dataset.toastClose = '';
    close.setAttribute('aria-label', message('textClose'));
    close.append(icon('x'));
    element.append(icon(icons[name]), label, close);
    placeToasts();
    toasts.append(element);
    arm(element);
  }

  // A modal dialog covers the page; the region must be inside it to be seen and heard.
  function placeToasts() {
    const open = $$('dialog[open]').at(-1);
    const home = open ?? body;
    if (toasts && toasts.parentElement !== home) home.append(toasts);
  }

  body.addEventListener('toast', (event) => toast(event.detail?.kind, event.detail?.text));

  /* Requests: CSRF header, progress bar, errors. */
  let running = 0;
  const bar = $('#progress');
  const busy = (step) => {
    running = Math.max(0, running + step);
    bar?.classList.toggle('on', running > 0);
  };
  body.addEventListener('htmx:configRequest', (event) => {
    const header = meta('csrf-header');
    if (header && event.detail.verb !== 'get') event.detail.headers[header] = meta('csrf-token');
  });
  const senders = (element) => (element.matches('form') ? $$('button:not([type=button])', element) : [element.closest('button')]).filter(Boolean);
  const changes = (event) => event.detail.requestConfig?.verb !== 'get';
  body.addEventListener('htmx:beforeRequest', (event) => {
    busy(1);
    if (changes(event)) for (const button of senders(event.detail.elt)) button.disabled = true;
  });
  body.addEventListener('htmx:afterRequest', (event) => {
    busy(-1);
    if (!changes(event)) return;
    for (const button of senders(event.detail.elt)) button.disabled = false;
    if (event.detail.successful) delete event.detail.elt.closest('form')?.dataset.changed;
  });
  body.addEventListener('htmx:responseError', (event) => {
    const status = event.detail.xhr?.status;
    if (status === 401 || status === 422) return;
    const key = { 403: 'textForbidden', 404: 'textMissing', 409: 'textConflict', 429: 'textTooMany' }[status];
    toast('danger', message(key ?? 'textFailed'));
  });
  body.addEventListener('htmx:sendError', () => toast('danger', message('textOffline')));
  body.addEventListener('htmx:timeout', () => toast('danger', message('textOffline')));

  // What was typed while a search was under way must not be lost when its answer arrives.
  let searched;
  let typed;
  body.addEventListener('htmx:beforeRequest', ({ detail }) => {
    if (detail.elt.matches('input[data-live]')) searched = detail.elt.value;
  });
  body.addEventListener('htmx:beforeSwap', ({ detail }) => {
    const field = document.activeElement;
    typed = detail.shouldSwap && field?.matches?.('input[data-live]') ? { id: field.id, value: field.value } : undefined;
  });
  body.addEventListener('htmx:afterSwap', () => {
    const field = typed && document.getElementById(typed.id);
    if (field && field.value !== typed.value) field.value = typed.value;
  });
  body.addEventListener('htmx:afterSettle', () => {
    const field = typed && document.getElementById(typed.id);
    typed = undefined;
    if (field && field.value !== (searched ?? field.defaultValue)) field.dispatchEvent(new Event('search', { bubbles: true }));
  });

  /* Dialogs. */
  const drawer = $('#drawer');
  const palette = $('#palette');
  const confirmBox = $('#confirm');

  for (const dialog of [drawer, palette, confirmBox]) {
    dialog?.addEventListener('click', (event) => {
      if (event.target === dialog) requestClose(dialog);
    });
    dialog?.addEventListener('close', placeToasts);
  }

  function requestClose(dialog) {
    if (dialog === drawer && isDirty(drawer) && !window.confirm(message('textLeave'))) return;
    dialog.close();
  }
  drawer?.addEventListener('cancel', (event) => {
    if (isDirty(drawer) && !window.confirm(message('textLeave'))) event.preventDefault();
  });
  drawer?.addEventListener('close', () => { drawer.replaceChildren(); });
  body.addEventListener('drawer-close', () => {
    if (drawer?.open) drawer.close();
  });

  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || !(event.target instanceof Element)) return;
    const closer = event.target.closest('[data-dialog-close]');
    if (closer) {
      event.preventDefault();
      requestClose(closer.closest('dialog'));
      return;
    }
    const opener = event.target.closest('[data-drawer]');
    if (opener && drawer && window.htmx && plain(event)) {
      event.preventDefault();
      openDrawer(opener.getAttribute('data-drawer') || opener.getAttribute('href'));
      return;
    }
    // A click anywhere in a row opens the row's own link; controls and text selection keep their meaning.
    const row = event.target.closest('tr[data-row]');
    if (row && plain(event) && !event.target.closest('a, button, input, label, select, summary')
        && !String(window.getSelection())) {
      $('a[data-row-link]', row)?.click();
    }
  });
  const plain = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

  function openDrawer(url) {
    drawer.dataset.url = url;
    if (!drawer.open) {
      const wait = $('#drawer-loading');
      drawer.replaceChildren(...(wait ? [wait.content.cloneNode(true)] : []));
      drawer.showModal();
    }
    window.htmx.ajax('GET', url, { target: '#drawer', swap: 'innerHTML', source: drawer })
      .then(() => {
        if (!drawer.open) return;
        const title = $('h2', drawer);
        if (!title) drawer.close();
        // What had the focus while loading is gone; start reading at the title.
        else if (document.activeElement === drawer || !drawer.contains(document.activeElement)) title.focus();
      });
  }
  body.addEventListener('htmx:responseError', (event) => {
    if (event.detail.target === drawer && drawer.open && !$('h2', drawer)) drawer.close();
  });

  /* Confirm before a form is sent: data-confirm-title, -text, -action, -kind on the button or the form. */
  let confirmed = null;

  function ask(source, go) {
    const data = source.dataset;
    $('#confirm-title', confirmBox).textContent = data.confirmTitle;
    $('#confirm-text', confirmBox).textContent = data.confirmText ?? '';
    const yes = $('[data-confirm-yes]', confirmBox);
    yes.textContent = data.confirmAction || message('textConfirm');
    yes.className = `btn ${data.confirmKind === 'primary' ? 'btn-primary' : 'btn-danger'}`;
    confirmed = go;
    confirmBox.returnValue = '';
    confirmBox.showModal();
    $('[data-confirm-no]', confirmBox).focus();
  }
  confirmBox && $('[data-confirm-yes]', confirmBox).addEventListener('click', () => {
    const go = confirmed;
    confirmed = null;
    confirmBox.close();
    go?.();
  });
  confirmBox?.addEventListener('close', () => { confirmed = null; });

  // htmx asks before every request; hand it our dialog when the source wants a question.
  body.addEventListener('htmx:confirm', (event) => {
    const from = event.detail.elt;
    const submitter = event.detail.triggeringEvent?.submitter;
    const source = [submitter, from].find((element) => element?.dataset?.confirmTitle);
    if (!source || !confirmBox) return;
    event.preventDefault();
    ask(source, () => event.detail.issueRequest(true));
  });

  /* Forms: question, double submit, unsaved changes. */
  const usesHtmx = (form) => form.matches('[hx-post], [hx-get], [hx-put], [hx-patch], [hx-delete]');

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || usesHtmx(form)) return;
    const button = event.submitter;
    const source = [button, form].find((element) => element?.dataset?.confirmTitle);
    if (source && confirmBox && !form.dataset.asked) {
      event.preventDefault();
      ask(source, () => {
        form.dataset.asked = 'yes';
        form.requestSubmit(button?.form === form ? button : undefined);
      });
      return;
    }
    delete form.dataset.asked;
    if (form.method === 'dialog') return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    delete form.dataset.changed;
    if (form.method === 'get') return;
    if (actionOf(form) === '/logout') store([]);
    else keep(form, true);
    form.dataset.sent = 'yes';
    // After this turn, or the button's own name and value would not be sent.
    setTimeout(() => {
      for (const one of $$('button:not([type=button]), input[type=submit]', form)) one.disabled = true;
      button?.classList.add('btn-loading');
    });
  });
  // Coming back by the history shows the page as it was left: with its buttons off.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    for (const form of $$('form[data-sent]')) {
      delete form.dataset.sent;
      for (const one of $$('button, input[type=submit]', form)) {
        one.disabled = false;
        one.classList.remove('btn-loading');
      }
    }
  });

  document.addEventListener('input', (event) => {
    const form = event.target.closest?.('form[data-warn-unsaved]');
    if (form) form.dataset.changed = 'yes';
  });
  document.addEventListener('change', (event) => {
    const form = event.target.closest?.('form[data-warn-unsaved]');
    if (form) form.dataset.changed = 'yes';
    if (event.target.matches?.('[data-submit-on-change]')) event.target.form?.requestSubmit();
  });
  const isDirty = (root) => $('form[data-changed]', root) !== null;
  window.addEventListener('beforeunload', (event) => {
    if (isDirty(document)) event.preventDefault();
  });

  /* What was typed is kept in this tab while its form is sent, and offered again if the session had ended by then or the
     server did not take it. It is for the same person only, for an hour, and holds no secret, file or token. */
  const KEPT = 'storelane.kept';
  const KEPT_FOR = 60 * 60 * 1000;
  const [reader, login] = (meta('session-mark') ?? '').split('.');
  const refused = $('.sl-error') !== null;

  function kept() {
    let all = [];
    try {
      all = JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
    } catch { /* nothing that can be read is nothing */ }
    return all.filter((copy) => copy.at > Date.now() - KEPT_FOR && (!reader || copy.reader === reader));
  }

  function store(copies) {
    try {
      if (copies.length) sessionStorage.setItem(KEPT, JSON.stringify(copies.slice(-10)));
      else sessionStorage.removeItem(KEPT);
    } catch { /* a full or forbidden store keeps nothing */ }
  }

  const actionOf = (form) => new URL(form.getAttribute('action') || location.href, location.href).pathname;
  const pageOf = (form) => form.dataset.keptPage ?? location.pathname + location.search;
  const pathOf = (copy) => new URL(copy.page, location.href).pathname;
  const formOf = (copy, root = document) => $$('form', root).find((form) => actionOf(form) === copy.action);
  const isOf = (form) => (copy) => copy.action === actionOf(form) && copy.page === pageOf(form);
  const isLike = (one) => (copy) => copy.action === one.action && copy.page === one.page;
  const isBox = (field) => field.type === 'checkbox' || field.type === 'radio';

  function* fieldsOf(form) {
    const seen = {};
    for (const field of form.elements) {
      if (!field.name || field.disabled || !field.matches('input, select, textarea')) continue;
      if (['hidden', 'password', 'file', 'submit', 'button', 'reset', 'image'].includes(field.type)) continue;
      if (field.matches('[autocomplete="one-time-code"], [autocomplete^="cc-"]')) continue;
      seen[field.name] = (seen[field.name] ?? 0) + 1;
      yield [`${field.name}\n${isBox(field) ? field.value : seen[field.name]}`, field];
    }
  }

  function isTyped(field) {
    if (isBox(field)) return field.checked !== field.defaultChecked;
    if (!field.options) return field.value !== field.defaultValue;
    const first = !field.multiple && ![...field.options].some((option) => option.defaultSelected);
    return first ? field.selectedIndex > 0 : [...field.options].some((option) => option.selected !== option.defaultSelected);
  }

  function valueOf(field) {
    if (isBox(field)) return field.checked;
    return field.options ? [...field.selectedOptions].map((option) => option.value) : field.value;
  }

  function keep(form, sent) {
    if (!reader) return;
    // What the server showed again with its errors was typed as well.
    const shownAgain = $('[data-error-summary]', form) !== null;
    const fields = [...fieldsOf(form)].filter(([, field]) => shownAgain || isTyped(field));
    const copies = kept().filter((copy) => !isOf(form)(copy));
    if (fields.length) {
      copies.push({
        reader, login, sent, at: Date.now(), page: pageOf(form), action: actionOf(form),
        drawer: drawer?.contains(form) ? drawer.dataset.url : undefined,
        fields: Object.fromEntries(fields.map(([key, field]) => [key, valueOf(field)])),
      });
    }
    store(copies);
  }

  /* The page is about to be left for the login. */
  function keepAll() {
    for (const form of $$('form')) {
      if (form.method === 'get' && !form.matches('[hx-post]') && !$('[hx-post]', form)) continue;
      keep(form, false);
      delete form.dataset.changed;
    }
  }
  body.addEventListener('htmx:beforeOnLoad', (event) => {
    if (event.detail.xhr.status === 401) keepAll();
  });

  /* A page of the same session after a form was sent: the server has what was typed. Any other page: it may not. */
  function arrive() {
    const followed = performance.getEntriesByType('navigation')[0]?.type === 'navigate';
    store(kept().flatMap((copy) => {
      if (!copy.sent || refused || !followed || copy.login !== login) return [{ ...copy, sent: false }];
      const again = formOf(copy);
      if (again && $('[data-error-summary]', again)) again.dataset.keptPage = copy.page;
      return [];
    }));
  }

  function notice(copy, place, text, discard) {
    const box = $('#kept').content.firstElementChild.cloneNode(true);
    for (const other of $$('[data-kept-text]', box)) if (other.dataset.keptText !== text) other.remove();
    const link = $('a', box);
    if (link) link.href = copy.page;
    $('button', box).addEventListener('click', () => {
      store(kept().filter((one) => !isLike(copy)(one)));
      box.remove();
      discard?.();
    });
    place(box);
    box.focus();
  }

  function refill(root) {
    if (!reader || refused) return;
    for (const copy of kept()) {
      const form = copy.sent || pathOf(copy) !== location.pathname ? undefined : formOf(copy, root);
      if (!form || form.dataset.refilled) continue;
      form.dataset.refilled = 'yes';
      form.dataset.keptPage = copy.page;
      for (const [key, field] of fieldsOf(form)) {
        const value = copy.fields[key];
        if (value === undefined) continue;
        if (isBox(field)) field.checked = value;
        else if (field.options) for (const option of field.options) option.selected = value.includes(option.value);
        else field.value = value;
        for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
      }
      notice(copy, (box) => form.before(box), 'here', () => {
        form.reset();
        delete form.dataset.changed;
      });
      store(kept().map((one) => (isLike(copy)(one) ? { ...one, seen: true } : one)));
    }
  }

  /* Once, when the page has come: brings back the drawer of a kept form, or says where the form is. */
  function offer() {
    const copy = kept().findLast((one) => !one.sent && !one.seen);
    if (!copy || !(reader || refused)) return;
    const isHere = !refused && pathOf(copy) === location.pathname;
    if (!isHere) {
      const head = $('.sl-page-head');
      notice(copy, (box) => (head ? head.after(box) : $('#main').prepend(box)), 'elsewhere');
    } else if (copy.drawer && !formOf(copy) && window.htmx) {
      openDrawer(copy.drawer);
    }
  }

  /* Command palette. */
  const input = palette && $('input', palette);
  const results = palette && $('#palette-results', palette);
  let asked = 0;
  let timer = 0;

  async function fill() {
    const mine = ++asked;
    const url = new URL(body.dataset.paletteUrl, location.href);
    url.searchParams.set('q', input.value.trim());
    busy(1);
    try {
      const answer = await fetch(url, { headers: { 'HX-Request': 'true' }, credentials: 'same-origin' });
      if (answer.status === 401) {
        keepAll();
        location.assign(answer.headers.get('HX-Redirect') ?? location.href);
        return;
      }
      const html = answer.ok ? await answer.text() : '';
      if (mine !== asked) return;
      results.innerHTML = html;
      choose(0);
      if (!answer.ok) toast('danger', message('textFailed'));
    } catch {
      if (mine === asked) toast('danger', message('textOffline'));
    } finally {
      busy(-1);
    }
  }

  function options() {
    return $$('[role=option]', results);
  }

  function choose(index) {
    const all = options();
    all.forEach((option, i) => {
      option.id = `palette-${i}`;
      option.setAttribute('aria-selected', String(i === index));
    });
    const one = all[index];
    if (one) {
      input.setAttribute('aria-activedescendant', one.id);
      one.scrollIntoView({ block: 'nearest' });
    } else {
      input.removeAttribute('aria-activedescendant');
    }
  }

  function openPalette() {
    if (!palette || !body.dataset.paletteUrl || palette.open) return;
    $('#sidebar:popover-open')?.hidePopover();
    palette.showModal();
    input.select();
    fill();
  }
  input?.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(fill, 150);
  });
  input?.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const all = options();
    const at = all.findIndex((option) => option.getAttribute('aria-selected') === 'true');
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (all.length) choose((at + step + all.length) % all.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      all[at]?.click();
    }
  });
  results?.addEventListener('pointermove', (event) => {
    const option = event.target.closest('[role=option]');
    if (option && option.getAttribute('aria-selected') !== 'true') choose(options().indexOf(option));
  });
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-palette-open]')) openPalette();
  });

  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.key === 'Escape') {
      const open = $('details.menu[open]');
      if (open) {
        open.open = false;
        $('summary', open).focus();
      }
      return;
    }
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !$('dialog[open]')) {
      const search = $('[data-search]');
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      } else if (body.dataset.paletteUrl) {
        event.preventDefault();
        openPalette();
      }
    }
  });

  /* Menus made of details: one open at a time, closed by a click elsewhere. */
  document.addEventListener('click', (event) => {
    for (const menu of $$('details.menu[open]')) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  /* Bulk selection: [data-bulk] around the list, [data-bulk-all], [data-bulk-row], .bulk-bar. */
  function countRows(list) {
    const rows = $$('[data-bulk-row]', list);
    const chosen = rows.filter((row) => row.checked);
    for (const row of rows) row.closest('tr, li')?.classList.toggle('selected', row.checked);
    const all = $('[data-bulk-all]', list);
    if (all) {
      all.checked = rows.length > 0 && chosen.length === rows.length;
      all.indeterminate = chosen.length > 0 && chosen.length < rows.length;
    }
    const bulk = $('.bulk-bar', list);
    if (bulk) bulk.hidden = chosen.length === 0;
    const count = $('[data-bulk-count]', list);
    if (count) count.textContent = String(chosen.length);
  }
  document.addEventListener('change', (event) => {
    const list = event.target.closest?.('[data-bulk]');
    if (!list) return;
    if (event.target.matches('[data-bulk-all]')) {
      for (const row of $$('[data-bulk-row]', list)) row.checked = event.target.checked;
    }
    if (event.target.matches('[data-bulk-all], [data-bulk-row]')) countRows(list);
  });
  document.addEventListener('click', (event) => {
    const clear = event.target.closest?.('[data-bulk-clear]');
    if (!clear) return;
    const list = clear.closest('[data-bulk]');
    for (const row of $$('[data-bulk-row]', list)) row.checked = false;
    countRows(list);
    $('[data-bulk-all]', list)?.focus();
  });

  /* Tree: the button before a label folds what is below it. */
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-tree-toggle]');
    if (!button) return;
    const open = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(open));
    document.getElementById(button.getAttribute('aria-controls')).hidden = !open;
  });

  /* Copy, print and show-password buttons. */
  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('[data-copy]');
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      toast('success', message('textCopied'));
    } catch {
      toast('danger', message('textNotCopied'));
    }
  });

  /* Codes of numbers and goods, read by the camera where the browser can; a scanner that types needs nothing of this. */
  async function scan(button) {
    const form = button.closest('form');
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    } catch {
      toast('danger', button.dataset.scanFailed);
      return;
    }
    const video = Object.assign(document.createElement('video'), { className: 'scan-camera', muted: true, playsInline: true, srcObject: stream });
    const stop = () => {
      for (const track of stream.getTracks()) track.stop();
      video.remove();
      button.setAttribute('aria-pressed', 'false');
    };
    form.append(video);
    button.setAttribute('aria-pressed', 'true');
    button.addEventListener('click', (event) => { event.stopPropagation(); stop(); }, { once: true });
    addEventListener('pagehide', stop, { once: true });
    await video.play();
    const detector = new BarcodeDetector();
    while (video.isConnected) {
      const [code] = await detector.detect(video).catch(() => []);
      if (code) {
        $('[data-scan-input]', form).value = code.rawValue;
        stop();
        if (button.dataset.scan === 'submit') form.requestSubmit();
        return;
      }
      await new Promise((next) => { setTimeout(next, 150); });
    }
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-scan]');
    if (button && button.getAttribute('aria-pressed') !== 'true') scan(button);
  });

  /* Work that goes on at the server: each of its events makes the part ask for itself again. */
  function follow(part) {
    part.dataset.followed = 'yes';
    const source = new EventSource(part.dataset.stream);
    const refresh = (last) => {
      if (last || !part.isConnected) source.close();
      if (part.isConnected) htmx.trigger(part, 'progress');
    };
    source.addEventListener('progress', () => refresh(false));
    source.addEventListener('done', () => refresh(true));
    addEventListener('pagehide', () => source.close(), { once: true });
  }

  /* What a new piece of page needs. */
  function prepare(root) {
    for (const part of $$('[data-stream]:not([data-followed])', root)) follow(part);
    if ('BarcodeDetector' in window && navigator.mediaDevices) for (const button of $$('[data-scan]', root)) button.hidden = false;
    for (const list of $$('[data-bulk]', root)) countRows(list);
    for (const one of $$('.sl-toast', root)) {
      if (one.dataset.armed || one.closest('[data-static]')) continue;
      one.dataset.armed = 'yes';
      if (toasts && !toasts.contains(one)) {
        placeToasts();
        toasts.append(one);
      }
      arm(one);
    }
    const summary = $('[data-error-summary]:not([data-armed])', root);
    if (summary) {
      summary.dataset.armed = 'yes';
      summary.focus();
    }
    refill(root);
  }
  /* An address proposed while a name is typed, as long as nobody typed an address. */
  const slug = $('[data-slug]');
  slug?.addEventListener('input', () => { slug.dataset.touched = 'yes'; });
  body.addEventListener('htmx:afterSwap', (event) => {
    const proposed = event.detail?.target && $('[data-propose]', event.detail.target);
    if (proposed && slug && !slug.dataset.touched) slug.value = proposed.dataset.propose;
  });

  body.addEventListener('htmx:load', (event) => prepare(event.detail?.elt?.parentElement ?? document));
  arrive();
  prepare(document);
  offer();
})();
