"""Errors in the linear recurrent unit: its three ways, its gradients, and where it begins."""

from .mutant import plant

MUTANTS = [
    *plant(
        "rnnlib/lru.py",
        "tests/test_lru.py",
        {
            "lru-backward-forgets-the-conjugate": ("back = self.eigenvalues.conj()", "back = self.eigenvalues"),
            "lru-backward-input-of-c-conjugated": (
                "dC = _complex(sum_of_products(dy, run.x)).conj()",
                "dC = _complex(sum_of_products(dy, run.x))",
            ),
            "lru-backward-forgets-gamma": ("dB = np.exp(self.gamma_log)[:, None] * into", "dB = into"),
            "lru-backward-gamma-not-of-its-log": (
                "gamma_log=(into.conj() * into_B)",
                "gamma_log=(into.conj() * into_B / np.exp(self.gamma_log)[:, None])",
            ),
            "lru-backward-state-one-late": ("_complex(run.states[..., :-1, :])", "_complex(run.states[..., 1:, :])"),
            "lru-backward-theta-turned-back": (
                "np.exp(self.theta_log) * turned.imag",
                "-np.exp(self.theta_log) * turned.imag",
            ),
            "lru-backward-forwards-in-time": (
                "joined(back, own[..., ::-1, :])[..., ::-1, :]",
                "joined(back, own)",
            ),
            "lru-output-adds-the-imaginary-part": (
                "_real(self.C_re - 1j * self.C_im)",
                "_real(self.C_re + 1j * self.C_im)",
            ),
            "lru-turns-the-other-way": ("+ 1j * np.exp(model.theta_log)", "- 1j * np.exp(model.theta_log)"),
            "lru-gamma-lost-forwards": (
                "np.exp(model.gamma_log)[:, None] * (model.B_re",
                "np.ones_like(model.gamma_log)[:, None] * (model.B_re",
            ),
            "lru-kernel-one-late": ("_kernel(model, powers[:-1])", "_kernel(model, powers[1:])"),
            "lru-kernel-alone-one-late": (
                "_kernel(model, _powers(model, T))",
                "_kernel(model, _powers(model, T + 1)[1:])",
            ),
            "lru-convolution-forgets-x0": ("y += (powers[1:]", "y += 0 * (powers[1:]"),
            "lru-convolution-x0-one-early": ("y += (powers[1:]", "y += (powers[:-1]"),
            "lru-convolution-comes-round": ("n = 2 ** (2 * T - 1).bit_length()", "n = max(T, 2)"),
            "lru-scan-forgets-x0": ("v[..., 0, :] += eigenvalues * z0", "v[..., 0, :] += 0 * z0"),
            "lru-scan-x0-not-carried-on": ("v[..., 0, :] += eigenvalues * z0", "v[..., 0, :] += z0"),
            "lru-scan-as-coarse-as-the-coarsest": ("dtype = np.result_type(*arrays)", "dtype = arrays[0].dtype"),
            "lru-powers-as-coarse-as-the-model": ("*model, *others)", "*model)"),
            "lru-ring-even-in-its-radius": (
                "np.sqrt(rng.uniform(r_min**2, r_max**2, m))",
                "rng.uniform(r_min, r_max, m)",
            ),
            "lru-gamma-without-the-root": ("gamma_log=0.5 * np.log(", "gamma_log=np.log("),
        },
    ),
    *plant(
        "rnnlib/prefix.py",
        "tests/test_prefix.py",
        {
            "scan-order-swapped": (
                "combine((a[first], b[first]), (a[second], b[second]))",
                "combine((a[second], b[second]), (a[first], b[first]))",
            ),
            "scan-combines-the-other-way": ("return a1 * a2, a2 * b1 + b2", "return a1 * a2, a1 * b2 + b1"),
            "scan-power-of-one-instant": ("np.multiply(a**span, b[first]", "np.multiply(a, b[first]"),
            "scan-never-goes-down": ("for step in up + down if", "for step in up if"),
            "scan-goes-down-from-the-small": ("for d in reversed(spans)]", "for d in spans]"),
            "scan-leaves-the-last-pair-out": (
                "range(2 * d - 1, T, 2 * d)) for d in spans]",
                "range(2 * d - 1, T - 1, 2 * d)) for d in spans]",
            ),
        },
    ),
]
