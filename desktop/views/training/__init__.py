"""What a training's window has besides: the strip, the visitors, the button to start anew."""

from desktop.views.training.around import Training, start_training

__all__ = ["Training", "start_training"]
