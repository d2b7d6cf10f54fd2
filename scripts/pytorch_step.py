"""The same training step in PyTorch, for compare_pytorch.sh: in the order of the authors' code, as its users run it.

It takes the folder that `asyndgan bench --exchange DIR` wrote: settings, initial weights and the pairs of three steps. Networks,
losses and optimizers are built here anew from their published descriptions; a step is all sites' forwards one by one, every D_j's
update, the critiques, one backward and one step of G, with torch.optim.Adam as it comes, and torch.autocast for bfloat16. Nothing is
reordered, batched over sites or recorded. Its pairs are ready tensors on the device: reading and augmentation are not counted,
while AsynDGAN's time has them.

    pytorch_step.py run DIR [--steps K] [--device cpu|cuda] [--precision float32|tf32|bfloat16] [--threads N]
    pytorch_step.py truth DIR [--device cpu|cuda] [--threads N]     the losses of the first three steps in float64
    pytorch_step.py vgg FILE        writes a VGG-16 of random weights, for timing the perceptual term
    pytorch_step.py ratio DIR --pairs N     prints the results that compare_pytorch.sh left there

Any PyTorch from 1.13; NumPy is not needed.
"""

import argparse
import ctypes
import json
import math
import os
import statistics
import struct
import sys
import time

TERMS = ["discriminator_real", "discriminator_fake", "adversarial", "reconstruction", "perceptual"]
BLOCKS = 5


def fail(message):
    sys.exit("error: " + message)


# Safetensors: 8 bytes of header length, a JSON header, the tensors' bytes.


def read_safetensors(path):
    import torch

    types = {"F32": torch.float32, "F64": torch.float64, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64, "I32": torch.int32, "U8": torch.uint8}
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    body = memoryview(bytearray(data[8 + length:]))
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            kind = types[entry["dtype"]]
            flat = torch.frombuffer(body[begin:end], dtype=kind) if end > begin else torch.empty(0, dtype=kind)
            tensors[name] = flat.reshape(entry["shape"]).clone()
    return tensors


def write_safetensors(path, tensors):
    header, at, parts = {}, 0, []
    for name, value in tensors.items():
        kept = value.float().contiguous()
        raw = ctypes.string_at(kept.data_ptr(), 4 * kept.numel())
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [at, at + len(raw)]}
        at += len(raw)
        parts.append(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for raw in parts:
            file.write(raw)


# The networks.


def norm_layer(kind, channels):
    from torch import nn

    return {"batch": lambda: nn.BatchNorm2d(channels), "instance": lambda: nn.InstanceNorm2d(channels), "none": nn.Identity}[kind]()


def block(channels, norm, dropout):
    from torch import nn

    bias = norm == "instance"
    layers = [nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, 3, bias=bias), norm_layer(norm, channels), nn.ReLU(True)]
    if dropout > 0:
        layers.append(nn.Dropout(dropout))
    layers += [nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, 3, bias=bias), norm_layer(norm, channels)]

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv_block = nn.Sequential(*layers)

        def forward(self, x):
            return x + self.conv_block(x)

    return Block()


def wrapped(model):
    from torch import nn

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, x):
            return self.model(x)

    return Network()


def resnet(inputs, outputs, o):
    from torch import nn

    f, norm, bias = o["filters"], o["norm"], o["norm"] == "instance"
    layers = [nn.ReflectionPad2d(3), nn.Conv2d(inputs, f, 7, bias=bias), norm_layer(norm, f), nn.ReLU(True)]
    for wide in (f, 2 * f):
        layers += [nn.Conv2d(wide, 2 * wide, 3, stride=2, padding=1, bias=bias), norm_layer(norm, 2 * wide), nn.ReLU(True)]
    layers += [block(4 * f, norm, o["dropout"]) for _ in range(o["blocks"])]
    for wide in (4 * f, 2 * f):
        layers += [nn.ConvTranspose2d(wide, wide // 2, 3, stride=2, padding=1, output_padding=1, bias=bias), norm_layer(norm, wide // 2), nn.ReLU(True)]
    return wrapped(nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(f, outputs, 7), nn.Tanh()))


def unet(inputs, outputs, o, levels):
    import torch
    from torch import nn

    f, norm, bias = o["filters"], o["norm"], o["norm"] == "instance"

    class Level(nn.Module):
        def __init__(self, joins, layers):
            super().__init__()
            self.joins, self.model = joins, nn.Sequential(*layers)

        def forward(self, x):
            return torch.cat([x, self.model(x)], 1) if self.joins else self.model(x)

    def down(a, b):
        return nn.Conv2d(a, b, 4, stride=2, padding=1, bias=bias)

    def up(a, b, has_bias):
        return nn.ConvTranspose2d(a, b, 4, stride=2, padding=1, bias=has_bias)

    def middle(outer, inner, below, dropout):
        last = [nn.Dropout(dropout)] if dropout > 0 else []
        return Level(True, [nn.LeakyReLU(0.2), down(outer, inner), norm_layer(norm, inner), below, nn.ReLU(), up(inner * 2, outer, bias), norm_layer(norm, outer)] + last)

    level = Level(True, [nn.LeakyReLU(0.2), down(f * 8, f * 8), nn.ReLU(), up(f * 8, f * 8, bias), norm_layer(norm, f * 8)])
    for _ in range(levels - 5):
        level = middle(f * 8, f * 8, level, o["dropout"])
    for wide in (4, 2, 1):
        level = middle(f * wide, f * wide * 2, level, 0)
    return wrapped(Level(False, [down(inputs, f), level, nn.ReLU(), up(f * 2, outputs, True), nn.Tanh()]))


def patch(inputs, o):
    from torch import nn

    f, norm, bias = o["filters"], o["norm"], o["norm"] == "instance"
    layers = [nn.Conv2d(inputs, f, 4, stride=2, padding=1), nn.LeakyReLU(0.2, True)]
    for n in range(1, o["layers"] + 1):
        before, after = f * min(2 ** (n - 1), 8), f * min(2 ** n, 8)
        layers += [nn.Conv2d(before, after, 4, stride=2 if n < o["layers"] else 1, padding=1, bias=bias), norm_layer(norm, after), nn.LeakyReLU(0.2, True)]
    return wrapped(nn.Sequential(*layers, nn.Conv2d(f * min(2 ** o["layers"], 8), 1, 4, stride=1, padding=1)))


def generator_of(settings):
    o = settings["generator"]
    inputs, outputs = settings["condition_shape"][0], settings["image_shape"][0]
    if o["noise_channels"] or o["average"]:
        fail("generator.noise_channels and generator.average are not part of the authors' code")
    if o["upsampling"] != "transposed":
        fail(f"generator.upsampling: {o['upsampling']} is not part of the authors' code, whose convolutions are transposed")
    makers = {"resnet": lambda: resnet(inputs, outputs, o), "unet128": lambda: unet(inputs, outputs, o, 7), "unet256": lambda: unet(inputs, outputs, o, 8)}
    return makers[o["network"]]() if o["network"] in makers else fail(f"generator.network: {o['network']} is not compared")


def discriminator_of(settings):
    o = settings["discriminator"]
    if o["network"] != "patch" or o["spectral_norm"] or o["augment"] != "none":
        fail("only discriminator.network: patch, without spectral_norm and augment, is compared")
    return patch(settings["condition_shape"][0] + settings["image_shape"][0], o)


# The losses.


def gan_terms(kind):
    import torch.nn.functional as F

    terms = {
        "vanilla": (lambda z: -F.logsigmoid(z), lambda z: -F.logsigmoid(-z), lambda z: -F.logsigmoid(z)),
        "minimax": (lambda z: -F.logsigmoid(z), lambda z: -F.logsigmoid(-z), lambda z: F.logsigmoid(-z)),
        "lsgan": (lambda z: (z - 1).square(), lambda z: z.square(), lambda z: (z - 1).square()),
        "hinge": (lambda z: F.relu(1 - z), lambda z: F.relu(1 + z), lambda z: -z),
    }
    if kind not in terms:
        fail(f"loss.gan: {kind} is not compared")
    return [lambda z, f=f: f(wide(z)).mean() for f in terms[kind]]


def wide(tensor):
    """Losses are taken in float32, in float64 where the networks are."""
    import torch

    return tensor if tensor.dtype == torch.float64 else tensor.float()


VGG_PLACES, VGG_POOLED, VGG_MAPS = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21], [5, 10, 17], [2, 7, 14, 21]


class Perceptual:
    """Mean squared distance in the feature maps of a VGG-16, the mean over four maps."""

    def __init__(self, path, device, kind):
        import torch

        with open(path, "rb") as file:
            if file.read(4) == b"PK\x03\x04":
                fail("loss.perceptual_weights: a TorchScript is not compared; give a VGG-16 as safetensors")
        tensors = read_safetensors(path)
        self.layers = [(place, tensors[f"features.{place}.weight"].to(device, kind), tensors[f"features.{place}.bias"].to(device, kind)) for place in VGG_PLACES]
        self.mean = torch.tensor([0.485, 0.456, 0.406], device=device, dtype=kind).view(1, 3, 1, 1)
        self.deviation = torch.tensor([0.229, 0.224, 0.225], device=device, dtype=kind).view(1, 3, 1, 1)

    def maps(self, images):
        import torch.nn.functional as F

        x = ((images.expand(-1, 3, -1, -1) + 1) / 2 - self.mean) / self.deviation
        for place, weight, bias in self.layers:
            x = F.max_pool2d(x, 2) if place in VGG_POOLED else x
            x = F.relu(F.conv2d(x, weight, bias, padding=1))
            if place in VGG_MAPS:
                yield x

    def __call__(self, fakes, images):
        import torch
        import torch.nn.functional as F

        with torch.no_grad():
            truth = list(self.maps(images))
        return sum(F.mse_loss(wide(fake), wide(real)) for fake, real in zip(self.maps(fakes), truth)) / len(truth)


# The step.


class Training:
    def __init__(self, folder, device, precision):
        import torch

        with open(os.path.join(folder, "exchange.json"), encoding="utf-8") as file:
            self.settings = settings = json.load(file)
        if settings["training"]["discriminator_steps"] != 1:
            fail("training.discriminator_steps above 1 is not compared")
        if settings["boundary"]["element_type"] != "float32" or settings["boundary"]["losses"] != "all":
            fail("only boundary.element_type: float32 and boundary.losses: all are compared")
        if settings["loss"]["reconstruction"] == "feature_matching":
            fail("loss.reconstruction: feature-matching is not part of the authors' code")
        if settings["site_mode"] == "pooled" and "batch" in (settings["generator"]["norm"], settings["discriminator"]["norm"]):
            fail("sites.mode: pooled is not compared with batch norm, whose statistics are of batch_size images here")
        self.device, self.precision = device, precision
        self.kind = torch.float64 if precision == "float64" else torch.float32
        self.weights, self.loss = settings["weights"], settings["loss"]
        self.real, self.fake, self.judged = gan_terms(self.loss["gan"])
        self.generator = self.load(generator_of(settings), os.path.join(folder, "generator.safetensors"))
        self.discriminators = [self.load(discriminator_of(settings), os.path.join(folder, f"discriminator-{j}.safetensors")) for j in range(len(self.weights))]
        pairs = read_safetensors(os.path.join(folder, "pairs.safetensors"))
        self.pairs = [[tuple(pairs[f"step{s}/site{j}/{kind}"].to(device, self.kind) for kind in ("condition", "image")) for j in range(len(self.weights))] for s in range(3)]
        self.perceptual = Perceptual(self.loss["perceptual_weights"], device, self.kind) if self.loss["lambda_perceptual"] > 0 else None
        adam = {"lr": settings["learning_rates"][0], "betas": (settings["training"]["beta1"], settings["training"]["beta2"])}
        self.of_generator = torch.optim.Adam(self.generator.parameters(), **adam)
        self.of_discriminators = [torch.optim.Adam(d.parameters(), **adam) for d in self.discriminators]

    def load(self, network, path):
        network.load_state_dict(read_safetensors(path))
        return network.to(self.device, self.kind).train()

    def cast(self):
        import torch

        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.precision == "bfloat16")

    def step(self, number):
        """One step.

        Returns [sites][terms], the losses on the device.
        """
        import torch
        import torch.nn.functional as F

        if number < len(self.settings["learning_rates"]):
            for optimizer in (self.of_generator, *self.of_discriminators):
                optimizer.param_groups[0]["lr"] = self.settings["learning_rates"][number]
        pairs = self.pairs[number % len(self.pairs)]
        fakes = []
        with self.cast():
            for x, _ in pairs:
                fakes.append(self.generator(x))

        rows = []
        for (x, y), fake, network, optimizer in zip(pairs, fakes, self.discriminators, self.of_discriminators):
            for parameter in network.parameters():
                parameter.requires_grad_(True)
            optimizer.zero_grad()
            with self.cast():
                on_fake = self.fake(network(torch.cat([x, fake.detach()], 1)))
                on_real = self.real(network(torch.cat([x, y], 1)))
            (self.loss["discriminator_scale"] * (on_fake + on_real)).backward()
            optimizer.step()
            rows.append([on_real.detach(), on_fake.detach()])

        self.of_generator.zero_grad()
        total = 0
        for (x, y), fake, network, weight, row in zip(pairs, fakes, self.discriminators, self.weights, rows):
            for parameter in network.parameters():
                parameter.requires_grad_(False)
            with self.cast():
                adversarial = self.judged(network(torch.cat([x, fake], 1)))
                zero = torch.zeros((), device=self.device, dtype=self.kind)
                l1 = self.loss["lambda_l1"] * F.l1_loss(wide(fake), y) if self.loss["reconstruction"] == "l1" else zero
                perceptual = self.loss["lambda_perceptual"] * self.perceptual(fake, y) if self.perceptual else zero
            total = total + weight * self.loss["generator_scale"] * (adversarial + l1 + perceptual)
            row += [adversarial.detach(), l1.detach(), perceptual.detach()]
        total.backward()
        self.of_generator.step()
        return rows


def host_memory(field):
    """Of this process, in bytes; none where the system has no /proc."""
    if not os.path.exists("/proc/self/status"):
        return None
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(field))


def device_memory(device):
    import torch

    if device.type != "cuda":
        return None
    torch.cuda.synchronize(device)
    free, total = torch.cuda.mem_get_info(device)
    return total - free


def prepared(arguments):
    """The device, with threads set."""
    try:
        import torch
    except ImportError:
        fail("there is no PyTorch: on Debian and Ubuntu, apt install python3-torch; elsewhere, pip install torch")
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    device = torch.device(arguments.device)
    if device.type == "cuda":
        device = torch.device("cuda", device.index or 0)
        torch.cuda.set_device(device)
    return device


def first_losses(training):
    return [[[float(term) for term in row] for row in training.step(number)] for number in range(3)]


def truth(arguments):
    json.dump({"losses": first_losses(Training(arguments.folder, prepared(arguments), "float64"))}, sys.stdout)


def run(arguments):
    device = prepared(arguments)
    import torch

    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = arguments.precision == "tf32"
    torch.ones(1, device=device).add(1)
    idle, device_idle = host_memory("VmRSS"), device_memory(device)
    training = Training(arguments.folder, device, arguments.precision)

    losses = first_losses(training)
    number, in_block, rates = 3, max(1, arguments.steps // BLOCKS), []
    images = training.settings["images_per_site"] * len(training.weights)

    def take(steps):
        nonlocal number
        for _ in range(steps):
            training.step(number)
            number += 1
        if device.type == "cuda":
            torch.cuda.synchronize(device)

    take(max(5, in_block))
    for _ in range(BLOCKS):
        start = time.perf_counter()
        take(in_block)
        rates.append(images * in_block / (time.perf_counter() - start))
    json.dump(
        {
            "pytorch": torch.__version__, "device": str(device), "threads": torch.get_num_threads(), "precision": arguments.precision,
            "images_per_second": statistics.median(rates), "blocks": rates, "losses": losses,
            "host_idle": idle, "host_peak": host_memory("VmHWM"), "device_idle": device_idle, "device_peak": device_memory(device),
        },
        sys.stdout, indent=2)
    print()


# What compare_pytorch.sh prints.


BY_CHANCE = 4


def are_finite(losses):
    return all(math.isfinite(x) for rows in losses for row in rows for x in row)


def largest_difference(losses, truth):
    """The largest difference of losses from their true values, as a share of those, and where: step, site and term, from 0; infinite where one is no finite number."""
    apart = [
        (abs(x - y) / max(abs(y), 1e-12) if math.isfinite(x) and math.isfinite(y) else math.inf, (step, site, term))
        for step, (rows, others) in enumerate(zip(losses, truth))
        for site, (row, other) in enumerate(zip(rows, others))
        for term, (x, y) in enumerate(zip(row, other))
    ]
    return max(apart)


def above_idle(result, kind):
    return None if result[kind + "_peak"] is None else (result[kind + "_peak"] - result[kind + "_idle"]) / 1e6


def ratio(arguments):
    def load(name):
        with open(os.path.join(arguments.folder, name), encoding="utf-8") as file:
            return json.load(file)

    exchange = load("exchange.json")
    pairs = [(load(f"ours-{i}.json"), load(f"theirs-{i}.json")) for i in range(1, arguments.pairs + 1)]
    ours, theirs = pairs[0]
    print(f"{ours['name']}: {ours['sites']} sites, images {'x'.join(map(str, ours['image']))}, {ours['images_per_step']} a step; {ours['device']}, {ours['processor']}; "
          f"threads {ours['threads']} and {theirs['threads']}; {ours['precision']} and {theirs['precision']}; PyTorch {theirs['pytorch']}")
    print(f"{'pair':6}{'AsynDGAN':>12}{'PyTorch':>12}{'ratio':>8}    images a second")
    rates = [(a["images_per_second"], b["images_per_second"]) for a, b in pairs]
    for number, (a, b) in enumerate(rates, 1):
        print(f"{number:<6}{a:12.2f}{b:12.2f}{a / b:8.2f}")
    print(f"{'median':6}{statistics.median(a for a, _ in rates):12.2f}{statistics.median(b for _, b in rates):12.2f}{statistics.median(a / b for a, b in rates):8.2f}")
    for kind in ("host", "device"):
        a, b = ([above_idle(result, kind) for result in side] for side in zip(*pairs))
        if None not in a + b:
            print(f"{kind} memory above the idle process: {max(a):.0f} MB and {max(b):.0f} MB, ratio {max(a) / max(b):.2f}")
            a, b = ([result[kind + "_peak"] / 1e6 for result in side] for side in zip(*pairs))
            print(f"{kind} memory in all: {max(a):.0f} MB and {max(b):.0f} MB, ratio {max(a) / max(b):.2f}")
    if exchange["generator"]["dropout"] > 0:
        print("losses: not compared, dropout draws other numbers in each program")
        return
    # Ours have a term that is not compared.
    penalty = exchange["terms"].index("gradient_penalty")
    first = [[row[:penalty] + row[penalty + 1:] for row in rows] for rows in exchange["losses"]]
    truth = load("truth.json")["losses"]
    if not (are_finite(theirs["losses"]) and are_finite(truth)):
        fail("PyTorch's own losses are not finite; nothing was compared")
    (apart, (step, site, term)), (own, _) = largest_difference(first, truth), largest_difference(theirs["losses"], truth)
    tolerance = {"float32": 1e-4, "tf32": 2e-2, "bfloat16": 1e-1}[theirs["precision"]]

    # Adam's first steps are hardly more than signs of gradients, so that rounding grows, by chance more here or there: where
    # PyTorch's own float32 leaves the tolerance or nears it, some times its error is right, too.
    if apart > max(tolerance, BY_CHANCE * own):
        fail(f"step {step + 1}, site {exchange['sites'][site]}, {TERMS[term]}: the loss is {first[step][site][term]:.7g}, in float64 it is {truth[step][site][term]:.7g}")
    print(f"losses of the first three steps, against PyTorch's in float64: off by {apart:.1e} of their value at most; PyTorch's in {theirs['precision']} by {own:.1e}")


def vgg(arguments):
    if os.path.exists(arguments.file):
        fail(arguments.file + " is there already")

    import torch

    torch.manual_seed(1)
    tensors, inputs = {}, 3
    for place, outputs in zip(VGG_PLACES, [64, 64, 128, 128, 256, 256, 256, 512, 512, 512]):
        tensors[f"features.{place}.weight"] = torch.randn(outputs, inputs, 3, 3) * math.sqrt(2 / (9 * inputs))
        tensors[f"features.{place}.bias"] = torch.zeros(outputs)
        inputs = outputs
    write_safetensors(arguments.file, tensors)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    timed = commands.add_parser("run", help="takes the steps and prints figures as JSON")
    timed.add_argument("folder")
    timed.add_argument("--steps", type=int, default=50)
    timed.add_argument("--device", default="cpu")
    timed.add_argument("--precision", choices=["float32", "tf32", "bfloat16"], default="float32")
    timed.add_argument("--threads", type=int)
    timed.set_defaults(call=run)
    exact = commands.add_parser("truth", help="prints the losses of the first three steps in float64 as JSON")
    exact.add_argument("folder")
    exact.add_argument("--device", default="cpu")
    exact.add_argument("--threads", type=int)
    exact.set_defaults(call=truth)
    compared = commands.add_parser("ratio", help="prints ours-N.json beside theirs-N.json")
    compared.add_argument("folder")
    compared.add_argument("--pairs", type=int, required=True)
    compared.set_defaults(call=ratio)
    weights = commands.add_parser("vgg", help="writes a VGG-16 of random weights")
    weights.add_argument("file")
    weights.set_defaults(call=vgg)
    arguments = parser.parse_args()
    arguments.call(arguments)


if __name__ == "__main__":
    main()
